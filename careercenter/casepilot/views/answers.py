"""An answer as it is shown, whole or sentence by sentence."""

from collections.abc import Iterator
from json import dumps

from flask import get_template_attribute, render_template, url_for

from careercenter.accounts import identity
from careercenter.casepilot.answers import Answer, Sentence
from careercenter.casepilot.conversations import asking, queries, stored
from careercenter.casepilot.conversations.models import Question
from careercenter.casepilot.forms import AskForm
from careercenter.metering import viewing
from careercenter.metering.meters import CASEPILOT


def answer_of(question: Question) -> Answer | None:
    """What was answered; None if nothing was."""
    return stored.answer_of(question)


def stream(public_id: str) -> Iterator[str]:
    """An answer as server-sent events (WHATWG HTML, 9.2): `begun`, a `sentence` each, `done` with all of it.

    `begun` says how to stop it. What `done` brings holds, if it differs from the sentences.
    """
    identity.read_again()
    question = queries.get_any(public_id)
    yield _event("begun", html=render_template("casepilot/begun.html", question=question),
                 stop=url_for("casepilot.stop", public_id=public_id),
                 url=url_for("casepilot.show", public_id=queries.conversation_of(question).public_id))
    said: list[Sentence] = []
    for sentence in asking.tell(question):
        said.append(sentence)
        yield _event("sentence", html=_sentence(said, public_id))
    question = queries.get_any(public_id)
    conversation = queries.conversation_of(question)
    yield _event("done", html=render_template(
        "casepilot/told.html", question=question, conversation=conversation,
        form=AskForm(formdata=None, conversation=conversation.public_id), access=viewing.look(CASEPILOT)))


def _sentence(said: list[Sentence], public_id: str) -> str:
    answer = stored.numbered(said)
    macro = get_template_attribute("casepilot/answer.html", "sentence_of")
    return str(macro(said[-1], answer, public_id, len(said)))


def _event(name: str, **data: str) -> str:
    return f"event: {name}\ndata: {dumps(data)}\n\n"
