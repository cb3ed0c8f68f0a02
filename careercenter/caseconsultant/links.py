"""Addresses and names that lead back to a consultation: plus-addresses, message ids, and links without signing in."""

import hmac

from careercenter.accounts.secrets import sign_id
from careercenter.caseconsultant.models import ConsultationMessage
from careercenter.config import settings
from careercenter.core import NotFound, db
from careercenter.web.links import absolute


def reply_address(token: str) -> str:
    """Where answers to our mails of a consultation go (RFC 5233)."""
    local, _, domain = settings.consultant_address.rpartition("@")
    return f"{local}+{token}@{domain}"


def new_message_id(message: ConsultationMessage) -> str:
    """The Message-ID of the mail that carries a message of ours (RFC 5322, 3.6.4)."""
    return f"<{message.public_id}@{settings.site_host}>"


def answer_url(message: ConsultationMessage) -> str:
    """The page of an answer for whoever has its mail."""
    return absolute("caseconsultant.show_answer", token=answer_token(message))


def answer_token(message: ConsultationMessage) -> str:
    """For the page and the buttons of one answer. Nothing of it is stored: it is made again from SECRET_KEY."""
    return sign_id(message.public_id, "consultation answer")


def read_token(token: str) -> ConsultationMessage:
    """The answer of a token.

    Raises:
        NotFound: it is none, or the answer is gone.
    """
    public_id, _, _ = token.partition(".")
    message = db.session.query(ConsultationMessage).filter_by(public_id=public_id).one_or_none()
    if message is None or not hmac.compare_digest(answer_token(message), token):
        raise NotFound("This link doesn't lead to an answer (any more): it was deleted, or the link is incomplete.")
    return message
