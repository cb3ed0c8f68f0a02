"""The chat's page: a conversation or a new one, with all that I asked at its side."""

from typing import NamedTuple

from flask import render_template, request

from careercenter.casepilot.conversations import askers, queries
from careercenter.casepilot.conversations.models import Conversation
from careercenter.casepilot.forms import AskForm
from careercenter.metering import viewing
from careercenter.metering.meters import CASEPILOT
from careercenter.web.pagination import page_number

EXAMPLES = ("What is CPT code 99213?", "Guidelines for E/M services", "What does Excludes1 at E11 say?",
            "Which HCC does E11.42 count for?",
            "What code for a closed fracture of the left distal radius, first visit?", "Is G0439 covered by Medicare?")


class Unkept(NamedTuple):
    """A reason of a rating that couldn't be kept, so that it isn't lost, and why."""

    question: str  # its public id
    reason: str
    refusal: str


def chat_page(form: AskForm, conversation: Conversation | None = None, *, unkept: Unkept | None = None) -> str:
    """The page; `form` is the box for the next question."""
    asker, words = askers.find(), request.args.get("q", "").strip()[:200]
    questions = queries.list_questions(conversation) if conversation else []
    about = conversation.about if conversation else form.about.data
    return render_template(
        "casepilot/chat.html", form=form, conversation=conversation, questions=questions, words=words,
        conversations=queries.list_conversations(asker, words=words, number=page_number()),
        access=viewing.look(CASEPILOT), about=queries.find_place(about), examples=EXAMPLES, unkept=unkept)
