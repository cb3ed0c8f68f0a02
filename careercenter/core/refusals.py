"""Refusals: sentences for a person that say what is so and what to do."""


class DomainError(Exception):
    """What was asked for can't be done; the message is for the person who asked."""

    status = 400
    retry_after: int | None = None  # seconds, where waiting helps


class NotPossible(DomainError):
    """The thing isn't in a state that allows it."""

    status = 409


class AlreadyDone(NotPossible):
    """It was done before; nothing was done twice."""


class Forbidden(DomainError):
    """This person may not do it."""

    status = 403


class NotFound(DomainError):
    """There is no such thing, or this person may not know of it."""

    status = 404


def require(permission: bool, message: str = "Your account may not do this.") -> None:
    """Go on if a policy permits it.

    Raises:
        Forbidden: it doesn't.
    """
    if not permission:
        raise Forbidden(message)
