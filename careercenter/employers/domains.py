"""Proving that a domain is an employer's own: by a code mailed to an address there, or by a TXT record."""

import hmac
from datetime import timedelta
from hashlib import sha256
from secrets import randbelow, token_hex

from flask import current_app
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from careercenter.accounts.models import User
from careercenter.accounts.policies import may_moderate
from careercenter.config import settings
from careercenter.core import (
    AlreadyDone,
    DomainError,
    NotPossible,
    db,
    lock,
    now,
    record,
    require,
    transaction,
)
from careercenter.employers import policies, queries
from careercenter.employers.domain_names import WrongDomain, read_domain
from careercenter.employers.models import DomainCheck, DomainProof, Employer, MemberRole
from careercenter.employers.resolvers import Resolver, ResolverDown
from careercenter.mail import outbox
from careercenter.web.links import absolute

CODE_LASTS = timedelta(hours=1)
MOST_CODES = 10  # sent for one claim
MOST_TRIES = 5  # wrong ones for one code
LOOK_UP_EVERY = timedelta(minutes=15)
LOOK_UP_FOR = timedelta(days=14)

_PREFIX = "careercenter-verify="


class WrongCode(DomainError):
    """The code isn't the one that was mailed, or it no longer counts."""

    status = 422


class WrongAddress(DomainError):
    """The address isn't at the domain."""

    status = 422


class NotFoundInDns(NotPossible):
    """The record isn't there yet."""


class DomainTaken(NotPossible):
    """Another employer proved the domain."""


def claim(employer: Employer, typed: str, *, by: User) -> None:
    """Say which domain is the employer's. Another one than before ends the verification.

    Raises:
        Forbidden: `by` is no owner or recruiter of it, or it is suspended.
        WrongDomain: it is no domain, or one that many share.
        DomainTaken: another employer has proven it.
    """
    domain = read_domain(typed)
    with transaction():
        require(policies.may_edit(by, employer.id))
        lock(employer)
        if domain == employer.domain:
            return
        _refuse_taken(employer, domain)
        was_verified = employer.is_verified
        _forget_check(employer)
        employer.domain, employer.domain_verified_at, employer.domain_proof = domain, None, None
        record("domain_claimed", employer, by=by, domain=domain, was_verified=was_verified)
        _start_check(employer, by)


def suggest(employer: Employer) -> str:
    """The domain of the employer's website, if it can be one's own; else nothing."""
    try:
        return read_domain(employer.website or "")
    except WrongDomain:
        return ""


def record_text(check: DomainCheck) -> str:
    """The TXT record that proves the domain."""
    return _PREFIX + check.dns_token


def mail_code(employer: Employer, address: str, *, by: User) -> None:
    """Mail a code to an address at the claimed domain. It counts for an hour, and the one before no more.

    Raises:
        Forbidden: `by` is no owner or recruiter of it, or it is suspended.
        WrongAddress: the address is at another domain.
        DomainTaken: another employer has proven it.
        NotPossible: there is nothing to prove, or too many codes were sent.
    """
    address = address.strip().lower()
    code = f"{randbelow(10 ** 8):08}"
    with transaction():
        require(policies.may_edit(by, employer.id))
        check = _lock_check(employer, by)
        if not address.endswith(f"@{employer.domain}"):
            raise WrongAddress(f"Enter an address that ends with @{employer.domain}.")
        if check.codes_sent >= MOST_CODES:
            raise NotPossible(f"We have sent {MOST_CODES} codes for this domain. "
                              "Use the DNS record instead, or write to us.")
        check.email, check.code_hash = address, _hash(employer, code)
        check.code_expires_at, check.code_tries = now() + CODE_LASTS, 0
        check.codes_sent += 1
        record("domain_code_sent", employer, by=by)
        outbox.post("employer_domain_code", to=address,
                    key=f"domain-code:{employer.id}:{check.dns_token}:{check.codes_sent}",
                    employer=employer.name, domain=employer.domain, by=by.name, code=f"{code[:4]} {code[4:]}")


def confirm_code(employer: Employer, typed: str, *, by: User) -> None:
    """Prove the domain with the mailed code.

    Raises:
        Forbidden: `by` is no owner or recruiter of it, or it is suspended.
        WrongCode: it is another, too old, or was mistyped too often.
        DomainTaken: another employer was faster.
        AlreadyDone: the domain is proven.
    """
    with transaction():
        require(policies.may_edit(by, employer.id))
        check = _lock_check(employer, by)
        counts = (check.code_hash is not None and check.code_expires_at is not None
                  and now() < check.code_expires_at and check.code_tries < MOST_TRIES)
        digits = "".join(letter for letter in typed if letter.isdigit())
        is_right = counts and hmac.compare_digest(check.code_hash or "", _hash(employer, digits))
        if is_right:
            _verify(employer, check, DomainProof.EMAIL, by=by)
        else:
            check.code_tries += 1
    # Raised only here: a wrong try must stay counted.
    if not counts:
        raise WrongCode("This code no longer counts. Have a new one sent.")
    if not is_right:
        raise WrongCode("This is not the code that we mailed. Look again: it has eight digits.")


def check_dns(employer: Employer, *, by: User) -> None:
    """Look for the TXT record now; if it isn't there, the schedule looks again for 14 days.

    Raises:
        Forbidden: `by` is no owner or recruiter of it, or it is suspended.
        NotFoundInDns: it isn't there, or DNS doesn't answer.
        DomainTaken: another employer was faster.
        AlreadyDone: the domain is proven.
    """
    with transaction():
        require(policies.may_edit(by, employer.id))
        check = _lock_check(employer, by)
        check.next_look_up_at = now() + LOOK_UP_EVERY
        check.started_at = now()
    if not _look_up(employer.id, by=by):
        raise NotFoundInDns(f"The record isn't at {employer.domain} yet. DNS can take a few hours. We look again "
                            "every 15 minutes for two weeks and write to you when we find it.")


def check_waiting_dns() -> None:
    """Look again for each record that is due; give up after 14 days."""
    due = db.session.scalars(select(DomainCheck.employer_id)
                             .where(DomainCheck.next_look_up_at <= now()).order_by(DomainCheck.id)).all()
    db.session.rollback()
    for employer_id in due:
        try:
            _look_up(employer_id, by=None)
        except (AlreadyDone, DomainTaken):
            _stop_looking(employer_id)


def withdraw(employer: Employer, *, by: User, reason: str) -> None:
    """Take a verification back, as staff, so that the domain's real owner can prove it.

    Raises:
        Forbidden: `by` doesn't moderate.
        NotPossible: it isn't verified.
    """
    with transaction():
        require(may_moderate(by))
        lock(employer)
        if not employer.is_verified:
            raise NotPossible(f"{employer.name} has no verified domain.")
        record("domain_withdrawn", employer, by=by, reason=reason, domain=employer.domain)
        employer.domain, employer.domain_verified_at, employer.domain_proof = None, None, None


def _look_up(employer_id: int, *, by: User | None) -> bool:
    """Ask DNS outside any transaction: it may be slow. True if the domain is proven now."""
    employer, check = queries.get_employer_or_404(employer_id), queries.find_domain_check(employer_id)
    if check is None or employer.domain is None:
        return employer.is_verified
    domain, wanted = employer.domain, record_text(check)
    db.session.rollback()
    resolver: Resolver = current_app.extensions["resolver"]
    try:
        found = wanted in (text.strip() for text in resolver.list_txt(domain))
    except ResolverDown:
        found = False
    with transaction():
        lock(employer)
        check = queries.find_domain_check(employer_id)
        # Meanwhile somebody may have claimed another domain: what was found says nothing about that one.
        if check is None or record_text(check) != wanted:
            return employer.is_verified
        check.looked_up_at = now()
        is_over = now() - check.started_at >= LOOK_UP_FOR
        if check.next_look_up_at is not None:
            check.next_look_up_at = None if is_over else now() + LOOK_UP_EVERY
        if found and employer.suspended_at is None:
            _verify(employer, check, DomainProof.DNS, by=by)
    return found


def _stop_looking(employer_id: int) -> None:
    with transaction():
        check = queries.find_domain_check(employer_id)
        if check is not None:
            check.next_look_up_at = None


def _lock_check(employer: Employer, by: User) -> DomainCheck:
    lock(employer)
    if employer.domain is None:
        raise NotPossible("Enter your organization's domain first.")
    if employer.is_verified:
        raise AlreadyDone(f"{employer.domain} is verified.")
    _refuse_taken(employer, employer.domain)
    return queries.find_domain_check(employer.id) or _start_check(employer, by)


def _start_check(employer: Employer, by: User) -> DomainCheck:
    check = DomainCheck(employer_id=employer.id, dns_token=token_hex(16), started_by_id=by.id)
    db.session.add(check)
    db.session.flush()
    return check


def _forget_check(employer: Employer) -> None:
    check = queries.find_domain_check(employer.id)
    if check is not None:
        db.session.delete(check)
        db.session.flush()


def _verify(employer: Employer, check: DomainCheck, proof: DomainProof, *, by: User | None) -> None:
    _refuse_taken(employer, employer.domain or "")
    employer.domain_verified_at, employer.domain_proof = now(), proof
    try:
        with db.session.begin_nested():
            db.session.flush()
    except IntegrityError as error:  # at the same moment
        raise _taken(employer.domain or "", None) from error
    record("domain_verified", employer, by=by, domain=employer.domain, proof=proof)
    if by is None:
        _tell_owners(employer, check)
    db.session.delete(check)


def _tell_owners(employer: Employer, check: DomainCheck) -> None:
    for owner in queries.list_member_addresses(employer.id, {MemberRole.OWNER}):
        outbox.post("employer_domain_verified", to=owner.email,
                    key=f"domain-verified:{employer.id}:{check.dns_token}:{owner.user_id}",
                    name=owner.name, employer=employer.name, domain=employer.domain,
                    url=absolute("employers.show_dashboard", employer_id=employer.id))


def _refuse_taken(employer: Employer, domain: str) -> None:
    holder = queries.find_verified_owner_of(domain)
    if holder is not None and holder.id != employer.id:
        raise _taken(domain, holder)


def _taken(domain: str, holder: Employer | None) -> DomainTaken:
    name = holder.name if holder else "another employer"
    return DomainTaken(
        f"{domain} is verified for {name} already. If that is your organization, ask a colleague there to "
        f"invite you as a member. If {name} has no right to the domain, write to us and we look into it.")


def _hash(employer: Employer, code: str) -> str:
    # Keyed: eight digits alone would be guessed from their hash.
    message = f"domain-code:{employer.id}:{employer.domain}:{code}"
    return hmac.new(settings.signing_key().encode(), message.encode(), sha256).hexdigest()
