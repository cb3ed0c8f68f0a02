"""A mail comes in: read, cleaned of patient data and stored, all before it is acknowledged; then admitted."""

from collections.abc import Collection
from contextlib import suppress
from datetime import timedelta

import structlog
from flask import current_app
from sqlalchemy import func, select

from careercenter.accounts.models import User
from careercenter.accounts.secrets import hash_code
from careercenter.caseconsultant import asking, letters
from careercenter.caseconsultant.asking import Said
from careercenter.caseconsultant.models import Consultation, ConsultationMessage, InboundMail, MailFate, Voice
from careercenter.caseconsultant.reading.authentication import Verdict
from careercenter.caseconsultant.reading.automatic import without_token
from careercenter.caseconsultant.reading.letter import Letter, Reader, read
from careercenter.config import settings
from careercenter.core import AlreadyDone, add_once, db, lock, now, transaction
from careercenter.tasks import every, task
from careercenter.tasks.claims import claim_next

LARGEST = 15 * 1024 * 1024
"""Bytes of a mail that is taken (RFC 1870's SIZE)."""

MOST_AN_HOUR = 30
"""Mails of one person that are read in an hour."""

log = structlog.get_logger()


def our_reader() -> Reader:
    """What a mail to us is read with."""
    others = {without_token(address.rpartition("<")[2].rstrip("> ").lower())
              for address in (settings.mail_from, settings.support_email) if address}
    return Reader(settings.consultant_address.lower(), frozenset(others), settings.consultant_auth_host)


def take(raw: bytes, *, via: str, envelope_from: str | None = None, recipients: Collection[str] = ()) -> bool:
    """Store a mail; whether it is a new one. When this has returned, the mail may be acknowledged.

    `envelope_from` and `recipients` are SMTP's, where they are known; the null sender is the empty one.

    Raises:
        Unreadable: nobody can read it, ever; nothing is stored.
    """
    return _store(read(raw, our_reader(), envelope_from=envelope_from, recipients=recipients), via)


def take_too_large(headers: bytes, *, via: str) -> bool:
    """Store that a mail came that is too large to be read, so that its sender is told; as `take`."""
    letter = read(headers + b"\r\n\r\n", our_reader())
    return _store(letter, via, is_too_large=True)


def _store(letter: Letter, via: str, *, is_too_large: bool = False) -> bool:
    said = asking.cleaned(letter.text, subject=letter.subject, files=letter.files)
    row = InboundMail(
        key=hash_code(f"inbound mail {letter.message_id}\n{letter.fingerprint}"), via=via, sender=letter.sender,
        message_id=letter.message_id, subject=said.subject, text=said.text, answers=list(letter.answers[:50]),
        tokens=list(letter.tokens[:5]), files=list(said.files), removed=dict(said.removed),
        automatic=letter.automatic or "", verdict=letter.verdict,
        is_too_large=is_too_large)
    try:
        with transaction():
            add_once(row, "This mail is stored already.")
    except AlreadyDone:
        return False
    try:
        admit_soon.later()
    except Exception:  # the schedule finds the row
        if current_app.testing:
            raise
        log.exception("the queue is out of reach; the schedule admits the mail")
    return True


@task
def admit_soon() -> None:
    """Admit what waits."""
    admit_due()


@every(seconds=2)
def admit_due() -> None:
    """Make every mail that waits a message of a consultation, or know why it is none; the oldest first."""
    while (due := claim_next(InboundMail, InboundMail.fate == MailFate.WAITING)) is not None:
        _admit(due)


def _admit(mail_id: int) -> None:
    with transaction():
        mail = db.session.get_one(InboundMail, mail_id)
        lock(mail)
        if mail.fate is MailFate.WAITING:
            mail.fate = _decide(mail)
            _forget(mail)


def _decide(mail: InboundMail) -> MailFate:
    """What becomes of a mail. Only whoever wrote it is ever mailed, and no machine."""
    if mail.automatic:
        return MailFate.AUTOMATIC
    if mail.verdict == Verdict.FAIL or not mail.sender:
        return MailFate.UNPROVEN
    user = db.session.scalars(select(User).where(User.email == mail.sender)).first()
    if user is None or not user.is_active:
        if user is None and mail.verdict in (Verdict.PASS, Verdict.UNASKED):
            letters.invite(mail.sender)
        return MailFate.UNKNOWN
    mail.user_id = user.id
    consultation = _find_thread(mail, user)
    if _came_lately(user) >= MOST_AN_HOUR or _says_the_same(mail, user):
        return MailFate.LOOP
    said = Said(mail.text, mail.subject, tuple(mail.files), tuple(mail.removed.items()), mail.message_id)
    if mail.is_too_large or said.is_empty:
        letters.unread(consultation, user, mail)
        return MailFate.TOO_LARGE if mail.is_too_large else MailFate.EMPTY
    with suppress(AlreadyDone):  # before a crash
        asking.ask(said, by=user, key=f"mail:{mail.key}", on=consultation)
    return MailFate.TAKEN


def _find_thread(mail: InboundMail, user: User) -> Consultation | None:
    """The person's own consultation that a mail answers: by our address's plus-part, else by message ids."""
    hers = select(Consultation).where(Consultation.user_id == user.id)
    if mail.tokens and (found := db.session.scalars(
            hers.where(Consultation.token.in_(mail.tokens)).limit(1)).first()):
        return found
    if not mail.answers:
        return None
    return db.session.scalars(
        hers.join(ConsultationMessage, ConsultationMessage.consultation_id == Consultation.id)
        .where(ConsultationMessage.message_id.in_(mail.answers))
        .order_by(ConsultationMessage.id.desc()).limit(1)).first()


def _came_lately(user: User) -> int:
    return db.session.scalar(select(func.count()).select_from(InboundMail).where(
        InboundMail.user_id == user.id, InboundMail.fate != MailFate.WAITING,
        InboundMail.received_at > now() - timedelta(hours=1))) or 0


def _says_the_same(mail: InboundMail, user: User) -> bool:
    """Whether it says word for word what the person's latest messages say: machines do, in circles."""
    latest = db.session.scalars(
        select(ConsultationMessage.text).join(Consultation, Consultation.id == ConsultationMessage.consultation_id)
        .where(Consultation.user_id == user.id, ConsultationMessage.voice == Voice.ASKER,
               ConsultationMessage.said_at > now() - timedelta(hours=1))
        .order_by(ConsultationMessage.id.desc()).limit(3)).all()
    return bool(mail.text) and bool(mail.answers or mail.tokens) and mail.text in latest


def _forget(mail: InboundMail) -> None:
    """Its words are where they belong by now; what stays says that it came, so that it never comes twice."""
    mail.sender = mail.message_id = mail.subject = mail.text = ""
    mail.answers, mail.tokens, mail.files, mail.removed, mail.last_error = [], [], [], {}, None
