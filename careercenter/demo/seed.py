"""Making the demo data, once, with the use cases that people use."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from careercenter.accounts import passwords, staff
from careercenter.accounts.models import AuthenticatorApp, StaffRole, User
from careercenter.accounts.secrets import encrypt
from careercenter.billing import ledger
from careercenter.billing.models import CreditKind
from careercenter.candidates import profiles as candidate_profiles
from careercenter.core import db, now, today, transaction
from careercenter.credentials import holdings
from careercenter.demo import jobs
from careercenter.demo.accounts import DemoAccount, make_accounts
from careercenter.employers import profiles
from careercenter.employers.models import Employer, MemberRole, Membership
from careercenter.employers.profiles import Spot
from careercenter.insights.models import Act, PostingCount
from careercenter.postings import drafts, publishing
from careercenter.postings.models import JobPosting
from careercenter.shortlists import marking
from careercenter.shortlists.models import ElsewhereStage
from careercenter.terms import CodeSystem, EmployerKind, EmployerSize, EmploymentType, PayUnit, Setting, WorkMode


def seed() -> bool:
    """Make the demo data unless somebody has an account already; tells whether it did."""
    if db.session.scalar(select(User.id).limit(1)) is not None:
        return False
    with transaction():
        _make()
    return True


def _make() -> None:
    people = {account.email.split("@")[0]: _add_person(account) for account in make_accounts()}
    staff.grant_role(people["moderator"], StaffRole.MODERATOR, by=None)
    staff.grant_role(people["consultant"], StaffRole.CONSULTANT, by=None)
    staff.grant_role(people["admin"], StaffRole.ADMIN, by=None)
    employers = {key: _add_employer(key, people, **facts) for key, facts in jobs.EMPLOYERS.items()}
    _add_candidate(people["coder"])
    published = list(_add_postings(employers, people))
    for posting in published:
        publishing.submit(posting, by=people["recruiter"])
        publishing.approve(posting, by=people["moderator"])
    _keep_some(people["coder"], published)
    _count_some(published[0])
    (waiting,) = _add_postings(employers, people, [jobs.IN_REVIEW])
    publishing.submit(waiting, by=people["recruiter"])
    list(_add_postings(employers, people, [jobs.DRAFT]))


def _add_person(account: DemoAccount) -> User:
    with transaction():
        user = User(name=account.name, email=account.email, email_verified_at=now(),
                    password_hash=passwords.hash_password(account.password))
        db.session.add(user)
        db.session.flush()
        if account.totp_secret:
            db.session.add(AuthenticatorApp(user_id=user.id, secret=encrypt(account.totp_secret), last_step=0))
    return user


def _add_employer(key: str, people: dict[str, User], *, domain: str | None, **facts: Any) -> Employer:
    facts["kind"], facts["size"] = EmployerKind(facts["kind"]), EmployerSize(facts["size"])
    facts["locations"] = [Spot(*spot) for spot in facts["locations"]]
    employer = profiles.create(key=f"demo:{key}", by=people["owner"], **facts)
    with transaction():
        employer.is_demo = True
        if domain:
            employer.domain, employer.domain_verified_at = domain, now()
        db.session.add_all(Membership(employer_id=employer.id, user_id=people[role.value].id, role=role)
                           for role in (MemberRole.RECRUITER, MemberRole.VIEWER, MemberRole.FINANCE))
    return employer


def _add_candidate(coder: User) -> None:
    candidate_profiles.save(
        by=coder, headline="CPC with two years of emergency department coding (demo)", phone="", home_zip="77002",
        work_states=[], work_modes=[WorkMode.REMOTE, WorkMode.HYBRID], employment_types=[EmploymentType.FULL_TIME],
        years_by_setting={Setting.ED: 2.0},
        years_by_specialty={"Emergency medicine": 2.0},
        code_systems=[CodeSystem.ICD10CM, CodeSystem.CPT, CodeSystem.EM], tools=["Epic"],
        pay_floor=2600, pay_floor_unit=PayUnit.HOUR)
    for code in ("CPC", "CEDC"):
        holdings.add(code, by=coder, number="", issued_on=None, expires_on=None, expected_on=None)


def _keep_some(coder: User, published: list[JobPosting]) -> None:
    first, second, *_ = published
    marking.save(first, by=coder)
    marking.keep_notes(second, by=coder, note="Applied on their own site (demo).", stage=ElsewhereStage.HEARD_BACK,
                       applied_on=today() - timedelta(days=5))


def _count_some(posting: JobPosting) -> None:
    for days in range(30):
        views = 6 + days * 7 % 19
        db.session.add_all(
            PostingCount(posting_id=posting.id, day=today() - timedelta(days=days), act=act, visitors=visitors)
            for act, visitors in ((Act.VIEW, views), (Act.APPLY, views // 5)))


def _add_postings(employers: dict[str, Employer], people: dict[str, User],
                  contents: list[tuple[str, dict[str, Any]]] | None = None) -> Iterator[JobPosting]:
    # Colorado's law, among others, wants a deadline in the posting.
    deadline = (today() + timedelta(days=40)).isoformat()
    for number, (key, content) in enumerate(contents if contents is not None else jobs.JOBS):
        employer = employers[key]
        posting = drafts.create_draft(employer.id, by=people["recruiter"], content={"deadline_on": deadline, **content})
        is_featured = contents is None and number == 0
        with transaction():
            posting.is_demo, posting.is_featured = True, is_featured
        kind = CreditKind.FEATURED if is_featured else CreditKind.STANDARD
        ledger.grant(employer.id, kind, 1, by=people["admin"], reason="demo data", key=f"demo:{posting.id}")
        yield posting


