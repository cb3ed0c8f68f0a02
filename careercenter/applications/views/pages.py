"""The blueprint, and what its pages share."""

from flask import Blueprint
from werkzeug.wrappers import Response

from careercenter.accounts.identity import signed_in
from careercenter.core import NotFound
from careercenter.postings.lifecycle import PUBLIC, PostingState
from careercenter.postings.models import JobPosting
from careercenter.postings.queries import get_posting

blueprint = Blueprint("applications", __name__)

Answer = str | Response | tuple[str, int]


def get_public_posting(posting_id: int) -> JobPosting:
    """A job that everybody may know of, also one that its employer withdrew after it ran. Raises NotFound."""
    posting = get_posting(posting_id)
    was_public = posting.state is PostingState.WITHDRAWN and bool(posting.runs)
    if posting.state not in PUBLIC and not was_public:
        raise NotFound("There is no such job.")
    return posting


def by_person() -> str:
    """Whom a rate limit counts: the person signed in, wherever she is."""
    return f"user:{signed_in().id}"
