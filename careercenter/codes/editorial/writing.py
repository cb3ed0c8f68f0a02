"""Writing about a code, and a second person's review."""

from careercenter.accounts.models import User
from careercenter.codes.editorial import policies, queries
from careercenter.codes.editorial.lifecycle import REVISION, RevisionAction
from careercenter.codes.editorial.models import PlainWords, RevisionState
from careercenter.codes.models import Code
from careercenter.core import NotPossible, add_once, db, lock, now, record, require, transaction


def write(code: Code, description: str, tips: str = "", *, by: User, seen: str = "") -> PlainWords:
    """Keep a draft about a code: a new one, or the one that is open. What was returned stays as it was, and the draft
    takes its place.

    `seen` is the `stamp` of the text that the writer began with.

    Raises:
        Forbidden: `by` doesn't write about codes.
        NotPossible: it waits for review, or somebody else has written meanwhile.
    """
    with transaction():
        require(policies.may_write(by))
        words = queries.find_open(code.id)
        if stamp(words) != seen:
            raise NotPossible("Somebody has written about this code meanwhile. Your text is below; open the page "
                              "anew in another tab to see theirs.")
        if words is not None:
            lock(words)
        if words is not None and words.state is RevisionState.RETURNED:
            REVISION.advance(words, RevisionAction.REVISE, by=by)
            db.session.flush()  # of each code one text is open, at every statement's end
            words = None
        if words is None:
            words = PlainWords(code_id=code.id, description=description, tips=tips, author_id=by.id)
            add_once(words, "Somebody has begun a text about this code meanwhile. Open the page anew to see it.")
            record("write", words, by=by)
            return words
        if words.state is not RevisionState.DRAFT:
            raise NotPossible("This text waits for review. Take it back to write on.")
        words.description, words.tips, words.author_id, words.updated_at = description, tips, by.id, now()
    return words


def stamp(words: PlainWords | None) -> str:
    """What says whether a text is still the one that somebody has seen."""
    return f"{words.id}-{words.updated_at.timestamp()}" if words else ""


def submit(words: PlainWords, *, by: User) -> None:
    """Ask for a review. Raises Forbidden, NotPossible."""
    with transaction():
        require(policies.may_write(by))
        REVISION.advance(words, RevisionAction.SUBMIT, by=by)
        words.updated_at = now()


def take_back(words: PlainWords, *, by: User) -> None:
    """Write on at a text that waits for review. Raises Forbidden, NotPossible."""
    with transaction():
        require(policies.may_write(by))
        REVISION.advance(words, RevisionAction.TAKE_BACK, by=by)
        words.updated_at = now()


def approve(words: PlainWords, *, by: User) -> None:
    """Publish a text in the place of the one before it.

    Raises:
        Forbidden: `by` wrote it, or doesn't write about codes.
        NotPossible: it doesn't wait for review.
    """
    with transaction():
        lock(words)
        require(policies.may_review(by, words), "Somebody else has to review what you wrote.")
        if before := queries.find_published(words.code_id):
            REVISION.advance(before, RevisionAction.REPLACE, by=by)
            db.session.flush()  # of each code one text is published, at every statement's end
        REVISION.advance(words, RevisionAction.APPROVE, by=by)
        words.reviewer_id, words.published_at, words.updated_at = by.id, now(), now()


def send_back(words: PlainWords, reason: str, *, by: User) -> None:
    """Return a text to its author, with what is to be changed. Raises as `approve` does."""
    with transaction():
        lock(words)
        require(policies.may_review(by, words), "Somebody else has to review what you wrote.")
        REVISION.advance(words, RevisionAction.RETURN, by=by, reason=reason)
        words.reviewer_id, words.reason, words.updated_at = by.id, reason, now()
