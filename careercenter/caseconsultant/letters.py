"""The mails of consultations. Each is written once, in the caller's transaction."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import select

from careercenter.accounts.models import User
from careercenter.accounts.secrets import hash_code
from careercenter.caseconsultant import cleaning, links
from careercenter.caseconsultant.models import Consultation, ConsultationMessage, InboundMail, Voice
from careercenter.caseconsultant.working_hours import ZONE
from careercenter.config import settings
from careercenter.core import db, today
from careercenter.mail import outbox
from careercenter.web.filters import count
from careercenter.web.links import absolute

MOST_REFERENCES = 20


def answer(consultation: Consultation, message: ConsultationMessage) -> None:
    """An answer, or a consultant's question back."""
    template = "consultation_asked_back" if message.asks_back else "consultation_answered"
    is_automatic = message.voice is Voice.CASEPILOT
    message.message_id = links.new_message_id(message)
    db.session.flush()
    asked = _last_asked(consultation)
    _post(template, consultation, key=f"consultation:said:{message.id}", said=message, is_automatic=is_automatic,
          paragraphs=message.text.split("\n\n"), sources=message.sources, answer_url=links.answer_url(message),
          removed=cleaning.in_words(asked.removed) if asked else "",
          refused=cleaning.refused_in_words(asked.files) if asked else "",
          # RFC 3834, 5: what a person wrote says so.
          headers={"Message-ID": message.message_id, "Auto-Submitted": "auto-replied" if is_automatic else "no"})


def waiting(consultation: Consultation) -> None:
    """That a person answers, and until when."""
    asked = _last_asked(consultation)
    if asked is not None:
        _post("consultation_waiting", consultation, key=f"consultation:waiting:{asked.id}",
              due=in_words(consultation.due_at) if consultation.due_at else "", **_told(asked))


def unpaid(consultation: Consultation, user: User) -> None:
    """That a question waits: for a verified address, or for an allowance."""
    asked = _last_asked(consultation)
    if asked is not None:
        _post("consultation_unpaid", consultation,
              key=f"consultation:unpaid:{consultation.id}:{consultation.follow_ups}", is_verified=user.is_verified,
              monthly=monthly(),
              verify_url=absolute("accounts.verify_notice"), join_url=absolute("memberships.index"),
              packs_url=absolute("billing.packs", next=urlsplit(_thread_url(consultation)).path),
              left_url=absolute("metering.show_views", meter_key="consultant"), **_told(asked))


def unread(consultation: Consultation | None, user: User, mail: InboundMail) -> None:
    """That nothing to answer was found in a mail, or that it was too large."""
    outbox.post("consultation_unread", to=user.email, key=f"consultation:unread:{mail.key}",
                reply_to=links.reply_address(consultation.token) if consultation else settings.consultant_address,
                about=user.id, name=user.name, subject=mail.subject, is_too_large=mail.is_too_large,
                refused=cleaning.refused_in_words(mail.files), write_url=absolute("caseconsultant.index"),
                headers=_headers([mail.message_id] if mail.message_id else []))


def invite(sender: str) -> None:
    """Whom no account knows: how to get one. Once a day at most."""
    outbox.post("consultation_invitation", to=sender,
                key=f"consultation:invitation:{hash_code(sender)[:32]}:{today().isoformat()}",
                reply_to=settings.support_email or None, register_url=absolute("accounts.register"),
                address=settings.consultant_address, headers=_headers([]))


def monthly() -> str:
    """How many questions a membership brings each month, in words; empty if none."""
    questions = settings.consultant_member_questions
    return count(questions, "question") if questions else ""


def in_words(at: datetime) -> str:
    """“Tuesday, March 3, 5 PM Eastern”."""
    local = at.astimezone(ZONE)
    minutes = f":{local.minute:02}" if local.minute else ""
    return f"{local:%A, %B} {local.day}, {local.hour % 12 or 12}{minutes} {local:%p} Eastern"


def _told(asked: ConsultationMessage) -> dict[str, Any]:
    return {"removed": cleaning.in_words(asked.removed), "refused": cleaning.refused_in_words(asked.files)}


def _post(template: str, consultation: Consultation, *, key: str, headers: dict[str, str] | None = None,
          **context: Any) -> None:
    user = db.session.get_one(User, consultation.user_id)
    if not user.is_active:
        return
    thread = list(db.session.scalars(
        select(ConsultationMessage.message_id).order_by(ConsultationMessage.id)
        .where(ConsultationMessage.consultation_id == consultation.id, ConsultationMessage.message_id != "")))
    own = (headers or {}).get("Message-ID")
    outbox.post(template, to=user.email, key=key, reply_to=links.reply_address(consultation.token), about=user.id,
                name=user.name, subject=consultation.subject,
                thread_url=_thread_url(consultation),
                headers={**_headers([one for one in thread if one != own]), **(headers or {})}, **context)


def _thread_url(consultation: Consultation) -> str:
    return absolute("caseconsultant.show", public_id=consultation.public_id)


def _headers(thread: list[str]) -> dict[str, str]:
    """What keeps mail programs' threads together (RFC 5322, 3.6.4), and others' machines from answering (RFC 3834)."""
    headers = {"Auto-Submitted": "auto-replied", "X-Loop": settings.consultant_address.lower(),
               "X-Auto-Response-Suppress": "All"}
    if thread:
        headers |= {"In-Reply-To": thread[-1], "References": " ".join(thread[-MOST_REFERENCES:])}
    return headers


def _last_asked(consultation: Consultation) -> ConsultationMessage | None:
    return db.session.scalars(
        select(ConsultationMessage).order_by(ConsultationMessage.id.desc()).limit(1)
        .where(ConsultationMessage.consultation_id == consultation.id,
               ConsultationMessage.voice == Voice.ASKER)).first()
