"""Employers, as staff look at them."""

from typing import NamedTuple

from sqlalchemy import func, or_, select

from careercenter.billing import ledger
from careercenter.billing.models import FOR_JOBS, CreditKind, LedgerEntry
from careercenter.core import db, now
from careercenter.employers.models import Employer
from careercenter.postings.lifecycle import PostingState
from careercenter.postings.models import JobPosting
from careercenter.web.pagination import Page, paginate


class EmployerRow(NamedTuple):
    """One line of the list."""

    employer: Employer
    live: int  # jobs
    credits: dict[CreditKind, int]


def list_employers(query: str, *, number: int) -> Page[EmployerRow]:
    """Employers whose name or domain contains `query`, the newest first."""
    statement = select(Employer).order_by(Employer.id.desc())
    if query:
        statement = statement.where(or_(Employer.name.icontains(query, autoescape=True),
                                        Employer.domain.icontains(query, autoescape=True)))
    page: Page[Employer] = paginate(statement, number=number)
    ids = [employer.id for employer in page.items]
    live, credits = _count_live(ids), _balances(ids)
    rows = [EmployerRow(employer, live.get(employer.id, 0), credits[employer.id]) for employer in page.items]
    return Page(rows, page.number, page.size, page.total)


def count_postings(employer_id: int) -> list[tuple[PostingState, int]]:
    """How many postings the employer has in each state, without the zeros."""
    rows = db.session.execute(
        select(JobPosting.state, func.count()).where(JobPosting.employer_id == employer_id)
        .group_by(JobPosting.state))
    counted = {row[0]: row[1] for row in rows}
    return [(state, counted[state]) for state in PostingState if state in counted]


def list_newest_postings(employer_id: int, most: int = 20) -> list[JobPosting]:
    """The employer's postings that changed last."""
    return list(db.session.scalars(
        select(JobPosting).where(JobPosting.employer_id == employer_id)
        .order_by(JobPosting.updated_at.desc(), JobPosting.id.desc()).limit(most)))


def _count_live(employer_ids: list[int]) -> dict[int, int]:
    rows = db.session.execute(
        select(JobPosting.employer_id, func.count())
        .where(JobPosting.employer_id.in_(employer_ids), JobPosting.state == PostingState.LIVE,
               JobPosting.valid_through > now())
        .group_by(JobPosting.employer_id))
    return {row[0]: row[1] for row in rows}


def _balances(employer_ids: list[int]) -> dict[int, dict[CreditKind, int]]:
    accounts = {ledger.credits_of(employer_id): employer_id for employer_id in employer_ids}
    balances = {employer_id: dict.fromkeys(FOR_JOBS, 0) for employer_id in employer_ids}
    rows = db.session.execute(
        select(LedgerEntry.account, LedgerEntry.unit, func.sum(LedgerEntry.amount))
        .where(LedgerEntry.account.in_(accounts)).group_by(LedgerEntry.account, LedgerEntry.unit))
    for account, unit, amount in rows:
        balances[accounts[account]][CreditKind(unit)] = amount
    return balances
