"""The codes that a person keeps for herself."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from careercenter.core import Model, now


class KeptCode(Model):
    """A code on a person's own list, with what she notes about it. Nobody else reads it."""

    __tablename__ = "kept_codes"
    __table_args__ = (UniqueConstraint("user_id", "code_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    code_id: Mapped[int] = mapped_column(ForeignKey("codes.id"), index=True)
    note: Mapped[str] = mapped_column(default="")
    kept_at: Mapped[datetime] = mapped_column(default=now)
