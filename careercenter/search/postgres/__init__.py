"""The index for more than one machine: the same port in SQL, in the PostgreSQL database that all of them share."""

from careercenter.search.postgres.index import PostgresIndex

__all__ = ["PostgresIndex"]
