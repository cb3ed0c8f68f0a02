"""The credentials that people hold."""

from datetime import date, datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from careercenter.core import Model, now, today

EXPIRES_SOON = timedelta(days=60)


class CredentialHolding(Model):
    """That a person says to hold a credential, or to be on the way to it."""

    __tablename__ = "credential_holdings"
    __table_args__ = (
        UniqueConstraint("user_id", "code"),
        CheckConstraint("issued_on <= expires_on", name="dates_in_order"),
        CheckConstraint("expected_on IS NULL OR (issued_on IS NULL AND expires_on IS NULL)",
                        name="in_progress_or_issued"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    code: Mapped[str]  # of the catalogue: CPC, CCS-P
    number: Mapped[str] = mapped_column(default="")  # the member's or certificate's number
    issued_on: Mapped[date | None]
    expires_on: Mapped[date | None]  # the last day on which it is held
    expected_on: Mapped[date | None]  # set while it is in progress: not held yet
    added_at: Mapped[datetime] = mapped_column(default=now)

    @property
    def is_in_progress(self) -> bool:
        return self.expected_on is not None

    @property
    def is_expired(self) -> bool:
        return self.expires_on is not None and self.expires_on < today()

    @property
    def is_held(self) -> bool:
        """Whether it counts today: earned, and not expired."""
        return not self.is_in_progress and not self.is_expired

    @property
    def expires_soon(self) -> bool:
        return self.is_held and self.expires_on is not None and self.expires_on <= today() + EXPIRES_SOON
