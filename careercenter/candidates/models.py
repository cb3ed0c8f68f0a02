"""What a coder tells of herself, once, for every application and search."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from careercenter.core import Model, now
from careercenter.terms import PayUnit


class CandidateProfile(Model):
    """A candidate's profile. Credentials that she holds are rows of `credential_holdings`."""

    __tablename__ = "candidate_profiles"
    __table_args__ = (
        CheckConstraint("(pay_floor IS NULL) = (pay_floor_unit IS NULL)", name="pay_floor_has_its_unit"),
        CheckConstraint("pay_floor > 0", name="pay_floor_is_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), unique=True)
    headline: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    home_zip: Mapped[str | None]
    home_city: Mapped[str | None]
    home_state: Mapped[str | None]  # where she lives: decides which remote jobs may take her
    work_states: Mapped[list[str]] = mapped_column(default=list)  # further ones, on site or to move to; codes
    work_modes: Mapped[list[str]] = mapped_column(default=list)  # WorkMode values
    employment_types: Mapped[list[str]] = mapped_column(default=list)  # EmploymentType values
    years_by_setting: Mapped[dict[str, Any]] = mapped_column(default=dict)  # Setting value -> years, float
    years_by_specialty: Mapped[dict[str, Any]] = mapped_column(default=dict)  # specialty -> years, float
    code_systems: Mapped[list[str]] = mapped_column(default=list)  # CodeSystem values
    tools: Mapped[list[str]] = mapped_column(default=list)  # encoders and EHRs
    pay_floor: Mapped[int | None]  # US cents per pay_floor_unit
    pay_floor_unit: Mapped[PayUnit | None]
    resume_file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_files.id"), index=True)
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)

    @staticmethod
    def blank(user_id: int) -> "CandidateProfile":
        """The profile of somebody who has told nothing yet, not stored."""
        return CandidateProfile(
            user_id=user_id, headline="", phone="", work_states=[], work_modes=[], employment_types=[],
            years_by_setting={}, years_by_specialty={}, code_systems=[], tools=[])
