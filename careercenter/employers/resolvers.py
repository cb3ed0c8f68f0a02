"""Asking DNS for TXT records: the real one, and a file of this machine for development and tests."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import dns.exception
import dns.resolver

from careercenter.config import Settings


class ResolverDown(OSError):
    """DNS didn't answer; it may later."""


class Resolver(Protocol):
    """What a domain's owner has published there."""

    def list_txt(self, domain: str) -> list[str]:
        """The domain's TXT records, each with its parts joined; empty if there are none or no such domain.

        Raises:
            ResolverDown: nobody answered.
        """
        ...


class DnsResolver:
    """DNS by dnspython: this machine's name servers, or those given."""

    def __init__(self, *, nameservers: Sequence[str] = (), port: int = 53, seconds: float = 5) -> None:
        self._nameservers, self._port, self._seconds = list(nameservers), port, seconds

    def list_txt(self, domain: str) -> list[str]:
        try:
            resolver = dns.resolver.Resolver(configure=not self._nameservers)
            if self._nameservers:
                resolver.nameservers, resolver.port = self._nameservers, self._port
            answer = resolver.resolve(f"{domain}.", "TXT", lifetime=self._seconds, search=False)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return []
        except dns.exception.DNSException as error:
            raise ResolverDown(type(error).__name__) from error
        return [b"".join(record.strings).decode("utf-8", "replace") for record in answer]


class ZoneFile:
    """A file with a line `domain text` for each TXT record. Nothing leaves the machine."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def list_txt(self, domain: str) -> list[str]:
        if not self.path.exists():
            return []
        rows = [line.split(maxsplit=1) for line in self.path.read_text().splitlines()]
        return [row[1].strip() for row in rows if len(row) == 2 and row[0].rstrip(".").lower() == domain]


def open_resolver(chosen: Settings) -> Resolver:
    """Real DNS in production; elsewhere the file `dns-txt.txt` in DATA_DIR."""
    return DnsResolver() if chosen.is_production else ZoneFile(chosen.data_dir / "dns-txt.txt")
