"""Entering an employer and keeping its profile."""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple, TypedDict, Unpack

from sqlalchemy import delete

from careercenter.accounts.models import User
from careercenter.core import AlreadyDone, NotPossible, add_once, db, lock, record, require, transaction
from careercenter.employers import policies, queries
from careercenter.employers.models import Employer, EmployerLocation, MemberRole, Membership
from careercenter.files import services as files
from careercenter.files.contents import normalize_logo
from careercenter.terms import EmployerKind, EmployerSize

MOST_LOCATIONS = 50

NEEDS_ADDRESS = "Verify your e-mail address first: then you can enter your organization."


class Spot(NamedTuple):
    """A city of the gazetteer where an employer works; `state` is its USPS abbreviation."""

    city: str
    state: str
    zip: str | None


class Profile(TypedDict):
    """What people say of their employer."""

    name: str
    kind: EmployerKind
    size: EmployerSize | None
    website: str | None  # with its scheme
    about: str  # Markdown
    ehrs: list[str]
    locations: Sequence[Spot]


def create(*, key: str, by: User, **profile: Unpack[Profile]) -> Employer:
    """Enter an employer; `by` becomes its owner. A second time with the same `key` finds the first one's.

    Raises:
        Forbidden: the person's address isn't verified.
    """
    with transaction():
        require(policies.may_create(by), NEEDS_ADDRESS)
        existing = queries.find_by_creation_key(key)
        if existing is not None:
            require(policies.may_read(by, existing.id))
            return existing
        employer = _add_with_free_slug(key, profile)
        db.session.add(Membership(employer_id=employer.id, user_id=by.id, role=MemberRole.OWNER))
        _set_locations(employer, profile["locations"])
        record("created", employer, by=by)
    return employer


def edit(employer: Employer, *, by: User, **profile: Unpack[Profile]) -> None:
    """Change the profile. The address of the public page stays as it is.

    Raises:
        Forbidden: `by` is no owner or recruiter of it, or it is suspended.
    """
    with transaction():
        require(policies.may_edit(by, employer.id))
        lock(employer)
        changed = [field for field in ("name", "kind", "size", "website", "about", "ehrs")
                   if getattr(employer, field) != profile[field]]
        for field in changed:
            setattr(employer, field, profile[field])
        before = [Spot(row.city, row.state, row.zip) for row in queries.list_locations(employer.id)]
        if before != list(profile["locations"]):
            _set_locations(employer, profile["locations"])
            changed.append("locations")
        if changed:
            record("edited", employer, by=by, fields=changed)


def set_logo(employer: Employer, content: bytes, *, name: str, by: User) -> None:
    """Show a picture as the employer's logo, instead of the one before.

    Raises:
        Forbidden: `by` is no owner or recruiter of it, or it is suspended.
        WrongFile: it is too large or no picture.
    """
    require(policies.may_edit(by, employer.id))
    picture = normalize_logo(content)
    with transaction():
        require(policies.may_edit(by, employer.id))
        lock(employer)
        before = queries.find_logo(employer)
        employer.logo_file_id = files.store(picture, name=name, content_type="image/png", by=by).id
        record("logo_set", employer, by=by)
    if before is not None:
        with transaction():  # only now: the old bytes must outlive a change that fails
            files.erase(before)


def remove_logo(employer: Employer, *, by: User) -> None:
    """Show no logo any more; a second time does nothing.

    Raises:
        Forbidden: `by` is no owner or recruiter of it, or it is suspended.
    """
    with transaction():
        require(policies.may_edit(by, employer.id))
        lock(employer)
        before = queries.find_logo(employer)
        employer.logo_file_id = None
        if before is not None:
            record("logo_removed", employer, by=by)
    if before is not None:
        with transaction():
            files.erase(before)


def slug_of(name: str) -> str:
    """A name as a part of an address: `Sentara Health` as `sentara-health`; never digits alone."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "").replace("&", " and ")).strip("-")[:60].rstrip("-")
    return f"company-{slug}".rstrip("-") if not slug or slug.isdigit() else slug


def _add_with_free_slug(key: str, profile: Profile) -> Employer:
    slug = slug_of(profile["name"])
    for number in range(1, 1000):
        employer = Employer(
            name=profile["name"], kind=profile["kind"], size=profile["size"], website=profile["website"],
            about=profile["about"], ehrs=profile["ehrs"], creation_key=key,
            slug=slug if number == 1 else f"{slug}-{number}")
        try:
            add_once(employer, "This address is taken.")
        except AlreadyDone:
            # Somebody has the address, or the same form was sent twice at the same moment.
            if queries.find_by_creation_key(key) is not None:
                raise AlreadyDone("You have entered this organization already.") from None
        else:
            return employer
    raise NotPossible("Too many organizations have this name. Add your city to it.")


def _set_locations(employer: Employer, locations: Sequence[Spot]) -> None:
    db.session.execute(delete(EmployerLocation).where(EmployerLocation.employer_id == employer.id))
    for spot in locations:
        db.session.add(EmployerLocation(employer_id=employer.id, **spot._asdict()))
        db.session.flush()  # one by one: their ids keep the order
