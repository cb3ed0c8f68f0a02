"""Counts the slow part of signing in: what somebody could measure from outside."""

from collections.abc import Iterator
from contextlib import contextmanager

from argon2 import PasswordHasher
from pytest import MonkeyPatch


@contextmanager
def hashings() -> Iterator[list[str]]:
    """What Argon2 was asked to do meanwhile: `hash` or `verify`, in order. It does it all the same."""
    done: list[str] = []
    with MonkeyPatch.context() as patch:
        for name in ("hash", "verify"):
            original = getattr(PasswordHasher, name)

            def counted(self, *args, name=name, original=original, **kwargs):
                done.append(name)
                return original(self, *args, **kwargs)

            patch.setattr(PasswordHasher, name, counted)
        yield done
