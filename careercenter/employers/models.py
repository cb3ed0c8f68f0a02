"""Hiring organizations and the people who act for them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from careercenter.core import Model, now
from careercenter.terms import EmployerKind, EmployerSize


class MemberRole(StrEnum):
    """What a member may do for an employer."""

    OWNER = "owner"  # everything, members included
    RECRUITER = "recruiter"  # profile, postings, applicants, buying
    VIEWER = "viewer"  # reads postings and applicants
    FINANCE = "finance"  # buys, and reads orders


class DomainProof(StrEnum):
    """How an employer proved that a domain is its own."""

    EMAIL = "email"  # a code reached an address at the domain
    DNS = "dns"  # a TXT record stood at the domain


class InvitationState(StrEnum):
    """Where an invitation stands. A pending one may be past its time: see `is_open`."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    REVOKED = "revoked"
    EXPIRED = "expired"


class InvitationAction(StrEnum):
    """What can be done with an invitation."""

    ACCEPT = "accept"
    REVOKE = "revoke"
    EXPIRE = "expire"


class Employer(Model):
    """A hiring organization (schema.org hiringOrganization)."""

    __tablename__ = "employers"
    __table_args__ = (
        # A domain may be claimed by many and proven by one.
        Index("uq_employers_verified_domain", "domain", unique=True,
              sqlite_where=text("domain_verified_at IS NOT NULL"),
              postgresql_where=text("domain_verified_at IS NOT NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    slug: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[EmployerKind]
    size: Mapped[EmployerSize | None]
    website: Mapped[str | None]
    about: Mapped[str] = mapped_column(default="")  # Markdown
    ehrs: Mapped[list[str]] = mapped_column(default=list)
    logo_file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_files.id"))
    domain: Mapped[str | None]  # claimed; proven once domain_verified_at is set
    domain_verified_at: Mapped[datetime | None]
    domain_proof: Mapped[DomainProof | None]  # how it was proven
    creation_key: Mapped[str | None] = mapped_column(unique=True)  # of the form that created it
    is_demo: Mapped[bool] = mapped_column(default=False)
    suspended_at: Mapped[datetime | None]  # banned by staff
    created_at: Mapped[datetime] = mapped_column(default=now)

    @property
    def is_verified(self) -> bool:
        return self.domain_verified_at is not None


class EmployerLocation(Model):
    """A place where an employer works."""

    __tablename__ = "employer_locations"

    id: Mapped[int] = mapped_column(primary_key=True)
    employer_id: Mapped[int] = mapped_column(ForeignKey("employers.id"), index=True)
    city: Mapped[str]
    state: Mapped[str]  # USPS abbreviation
    zip: Mapped[str | None]


class Membership(Model):
    """That a person acts for an employer."""

    __tablename__ = "memberships"
    __table_args__ = (UniqueConstraint("employer_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    employer_id: Mapped[int] = mapped_column(ForeignKey("employers.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    role: Mapped[MemberRole]
    joined_at: Mapped[datetime] = mapped_column(default=now)


class Invitation(Model):
    """That an owner asked somebody, by e-mail, to act for an employer."""

    __tablename__ = "employer_invitations"
    __table_args__ = (
        Index("uq_employer_invitations_pending", "employer_id", "email", unique=True,
              sqlite_where=text("state = 'pending'"), postgresql_where=text("state = 'pending'")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    employer_id: Mapped[int] = mapped_column(ForeignKey("employers.id"), index=True)
    email: Mapped[str]  # lower case
    role: Mapped[MemberRole]
    token_hash: Mapped[str] = mapped_column(unique=True)  # SHA-256 of what the mail's link carries
    state: Mapped[InvitationState] = mapped_column(default=InvitationState.PENDING)
    sendings: Mapped[int] = mapped_column(default=1)  # how often it was mailed
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    sent_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]  # the first moment at which it can't be accepted

    @property
    def is_open(self) -> bool:
        return self.state is InvitationState.PENDING and now() < self.expires_at


class DomainCheck(Model):
    """An employer's running attempt to prove its domain. There is none once it is proven."""

    __tablename__ = "employer_domain_checks"

    id: Mapped[int] = mapped_column(primary_key=True)
    employer_id: Mapped[int] = mapped_column(ForeignKey("employers.id"), unique=True)
    dns_token: Mapped[str]  # not a secret: it stands in DNS for all to read
    email: Mapped[str | None]  # where the last code went
    code_hash: Mapped[str | None]  # HMAC of that code; None without one that still counts
    code_expires_at: Mapped[datetime | None]
    code_tries: Mapped[int] = mapped_column(default=0)  # wrong ones since the code was sent
    codes_sent: Mapped[int] = mapped_column(default=0)
    started_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    started_at: Mapped[datetime] = mapped_column(default=now)
    looked_up_at: Mapped[datetime | None]  # when DNS was last asked
    next_look_up_at: Mapped[datetime | None] = mapped_column(index=True)  # None: nobody waits for DNS
