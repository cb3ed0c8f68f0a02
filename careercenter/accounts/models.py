"""People, what they may do on the staff's side, and what proves that it is them."""

from datetime import datetime
from enum import StrEnum

from flask_login import UserMixin
from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from careercenter.core import Model, new_public_id, now


class StaffRole(StrEnum):
    """What somebody of our own does."""

    MODERATOR = "moderator"
    CONSULTANT = "consultant"
    ADMIN = "admin"


class Intent(StrEnum):
    """What somebody came for; it decides where the verification link lands."""

    WORK = "work"
    HIRE = "hire"
    CODES = "codes"


class User(UserMixin, Model):
    """A person with an account: candidate, member of employers, staff, or several of these."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=new_public_id)
    name: Mapped[str]
    email: Mapped[str] = mapped_column(unique=True)  # lower case
    email_verified_at: Mapped[datetime | None]
    password_hash: Mapped[str | None]  # Argon2id; None can't sign in by password
    intent: Mapped[Intent] = mapped_column(default=Intent.WORK)
    time_zone: Mapped[str] = mapped_column(default="America/New_York")
    created_at: Mapped[datetime] = mapped_column(default=now)
    suspended_at: Mapped[datetime | None]  # banned by staff
    erased_at: Mapped[datetime | None]  # deleted at the person's wish; the row stays for the audit log

    grants: Mapped[list["StaffGrant"]] = relationship(lazy="selectin", order_by="StaffGrant.id")

    @property
    def is_active(self) -> bool:  # pyright: ignore[reportIncompatibleMethodOverride]
        return self.suspended_at is None and self.erased_at is None

    @property
    def is_verified(self) -> bool:
        return self.email_verified_at is not None

    @property
    def staff_roles(self) -> set[StaffRole]:
        return {grant.role for grant in self.grants}

    @property
    def is_staff(self) -> bool:
        return bool(self.grants)


class StaffGrant(Model):
    """That a person has a staff role."""

    __tablename__ = "staff_grants"
    __table_args__ = (UniqueConstraint("user_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    role: Mapped[StaffRole]
    granted_at: Mapped[datetime] = mapped_column(default=now)


class LinkPurpose(StrEnum):
    """What a link in a mail is for."""

    VERIFY_EMAIL = "verify_email"
    RECOVER_PASSWORD = "recover_password"  # noqa: S105
    CHANGE_EMAIL = "change_email"
    UNDO_EMAIL_CHANGE = "undo_email_change"
    UNDO_SECOND_FACTOR = "undo_second_factor"


class MailedLink(Model):
    """A link that proves that its reader has the mailbox. It works once, and for a while."""

    __tablename__ = "mailed_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    purpose: Mapped[LinkPurpose]
    email: Mapped[str]  # where it was sent
    token_hash: Mapped[str] = mapped_column(unique=True)
    next_path: Mapped[str | None]  # where its reader wanted to go
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SignInSession(Model):
    """One browser in which somebody is signed in, or stands before the second step."""

    __tablename__ = "sign_in_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=new_public_id)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    device_hash: Mapped[str] = mapped_column(default="")  # the browser's own cookie, to know it again
    ip_prefix: Mapped[str] = mapped_column(default="")  # never the whole address
    agent: Mapped[str] = mapped_column(default="")  # "Firefox on Windows"
    is_remembered: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)
    last_seen_at: Mapped[datetime] = mapped_column(default=now)  # to a few minutes
    completed_at: Mapped[datetime | None]  # None waits for the second step and signs nobody in
    second_factor_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]  # when the person last proved that it is her
    revoked_at: Mapped[datetime | None]


class AuthenticatorApp(Model):
    """A person's app for one-time codes (TOTP, RFC 6238)."""

    __tablename__ = "authenticator_apps"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), unique=True)
    secret: Mapped[str]  # encrypted with a key derived from SECRET_KEY
    last_step: Mapped[int] = mapped_column(default=0)  # of the newest code used; older ones are refused
    created_at: Mapped[datetime] = mapped_column(default=now)


class RecoveryCode(Model):
    """A code for the day on which the second factor is lost; only its keyed hash is kept."""

    __tablename__ = "recovery_codes"
    __table_args__ = (UniqueConstraint("user_id", "code_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    code_hash: Mapped[str]
    used_at: Mapped[datetime | None]


class Passkey(Model):
    """A WebAuthn credential. Only its public key is known here."""

    __tablename__ = "passkeys"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    name: Mapped[str]
    credential_id: Mapped[str] = mapped_column(unique=True)  # base64url
    public_key: Mapped[str]  # COSE, base64url
    sign_count: Mapped[int]
    transports: Mapped[list[str]] = mapped_column(default=list)
    created_at: Mapped[datetime] = mapped_column(default=now)
    last_used_at: Mapped[datetime | None]


class PasskeyChallenge(Model):
    """A random number that an authenticator is to sign; taken away by its first use."""

    __tablename__ = "passkey_challenges"

    id: Mapped[int] = mapped_column(primary_key=True)
    challenge_hash: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)  # None: whoever it is
    purpose: Mapped[str]
    expires_at: Mapped[datetime] = mapped_column(index=True)
