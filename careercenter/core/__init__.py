"""One door to what every use case needs."""

from careercenter.core.audit import AuditEntry, record
from careercenter.core.clock import now, today
from careercenter.core.database import Model, db, insert_into
from careercenter.core.ids import new_public_id
from careercenter.core.lifecycle import Lifecycle
from careercenter.core.money import Money
from careercenter.core.refusals import AlreadyDone, DomainError, Forbidden, NotFound, NotPossible, require
from careercenter.core.transactions import add_once, aside, lock, transaction

__all__ = [
    "AlreadyDone", "AuditEntry", "DomainError", "Forbidden", "Lifecycle", "Model", "Money", "NotFound",
    "NotPossible", "add_once", "aside", "db", "insert_into", "lock", "new_public_id", "now", "record", "require",
    "today", "transaction",
]
