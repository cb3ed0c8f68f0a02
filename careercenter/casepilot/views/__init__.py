"""CasePilot's pages: the chat, what is done with an answer, the coding of a case."""

from collections.abc import Iterable

from flask import Blueprint, Flask, url_for

from careercenter.accounts import exports, overview
from careercenter.casepilot.conversations import askers, personal_data, queries
from careercenter.codes import panels
from careercenter.metering import meters
from careercenter.metering.meters import Subject
from careercenter.web import navigation

blueprint = Blueprint("casepilot", __name__, url_prefix="/casepilot")
blueprint.before_request(askers.bring)


def init_app(app: Flask) -> None:
    """Register the pages, and the box beside every code."""
    from careercenter.casepilot.views import answers, boxes, case, chat, linking, sharing  # noqa: F401 (some add routes)

    app.register_blueprint(blueprint)
    app.jinja_env.filters["link_shown"] = linking.link_shown
    app.jinja_env.globals["stored_answer"] = answers.answer_of
    meters.serve(meters.CASEPILOT, name_questions)
    exports.register("casepilot", lambda user: personal_data.export(user.id))
    panels.register(5, boxes.ask_about)
    overview.register(11, boxes.questions_left)
    navigation.add("CasePilot", "casepilot.index", order=35)


def name_questions(subjects: Iterable[str]) -> dict[str, Subject]:
    """What was asked, for a person's history; a case that was coded has no page of its own."""
    named = {subject: Subject("A case that you coded", url_for("casepilot.case"))
             for subject in subjects if subject.startswith("case:")}
    ids = {subject.removeprefix("question:"): subject for subject in subjects if subject.startswith("question:")}
    for question, conversation in queries.list_by_public_ids(ids):
        named[ids[question.public_id]] = Subject(
            " ".join(question.text.split())[:120],
            url_for("casepilot.show", public_id=conversation.public_id, _anchor=f"q-{question.public_id}"))
    return named
