"""Writing a posting before it is published: nothing typed is lost, nothing is overwritten unseen."""

from collections.abc import Mapping
from typing import Any

from careercenter.accounts.models import User
from careercenter.core import NotPossible, db, lock, now, require, transaction
from careercenter.employers.policies import may_hire
from careercenter.postings import content as contents
from careercenter.postings import policies
from careercenter.postings.lifecycle import UNPUBLISHED
from careercenter.postings.models import JobPosting


class StaleVersion(NotPossible):
    """Somebody else, or another tab, saved it meanwhile."""


def create_draft(employer_id: int, *, by: User, content: Mapping[str, Any] | None = None) -> JobPosting:
    """Begin a posting, empty or with (part of) a content.

    Raises:
        Forbidden: `by` doesn't hire for this employer.
    """
    require(may_hire(by, employer_id))
    posting = contents.with_content({**contents.blank(), **(content or {})})
    posting.employer_id, posting.created_by_id = employer_id, by.id
    with transaction():
        db.session.add(posting)
        db.session.flush()
    return posting


def duplicate(posting: JobPosting, *, by: User) -> JobPosting:
    """A new draft that says the same, but for its deadline.

    Raises:
        Forbidden: `by` doesn't hire for this employer.
    """
    require(policies.may_edit(by, posting))
    content = {**contents.snapshot(posting), "deadline_on": None}
    copy = contents.with_content(content)
    copy.employer_id, copy.created_by_id, copy.copied_from_id = posting.employer_id, by.id, posting.id
    copy.is_featured = posting.is_featured
    with transaction():
        db.session.add(copy)
        db.session.flush()
    return copy


def save_draft(posting: JobPosting, content: Mapping[str, Any], *, by: User, version: int,
               unparsed: Mapping[str, str] | None = None, is_featured: bool | None = None) -> int:
    """Keep what was typed into an unpublished posting, complete or not; returns the version that it has now.

    Args:
        content: fields of PostingContent, JSON-ready; those left out stay.
        version: of the posting that the writer saw.
        unparsed: field -> text that has no valid meaning; kept, and in the way of submitting.

    Raises:
        Forbidden: `by` doesn't hire for this employer.
        StaleVersion: it was saved by somebody else meanwhile; nothing is overwritten.
        NotPossible: it is in review or published.
    """
    with transaction():
        require(policies.may_edit(by, posting))
        lock(posting)
        if posting.state not in UNPUBLISHED:
            raise NotPossible("This job isn't a draft any more. Reload the page to see where it stands.")
        before = contents.snapshot(posting)
        is_featured = posting.is_featured if is_featured is None else is_featured
        if (not contents.changed(before, contents.merged(before, content))
                and (posting.unparsed, posting.is_featured) == (dict(unparsed or {}), is_featured)):
            return posting.version  # also for a retry whose first answer was lost
        refuse_stale(posting, version)
        contents.apply(posting, content)
        posting.unparsed, posting.is_featured = dict(unparsed or {}), is_featured
        posting.version += 1
        posting.updated_at = now()
    return posting.version


def refuse_stale(posting: JobPosting, version: int) -> None:
    """Raise StaleVersion unless the writer saw the newest version; the row is locked."""
    if posting.version != version:
        raise StaleVersion("This job was changed in another tab or by a colleague since you opened it. "
                           "Reload the page to see the newest text; what you typed here is not saved.")
