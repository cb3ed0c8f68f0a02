"""Whether a mail comes from whom it says: what the receiving server found, in Authentication-Results (RFC 8601)."""

import re
from email.message import Message
from enum import StrEnum

from careercenter.caseconsultant.reading.headers import all_of

_COMMENT = re.compile(r"\((?:[^()\\]|\\.)*\)")
_METHOD = re.compile(r"^\s*(?P<method>[a-z-]+)(?:/\d+)?\s*=\s*(?P<result>[a-z]+)", re.I)
_PROPERTY = re.compile(r"\b(?P<name>(?:smtp|header|policy)\.[a-z-]+)\s*=\s*\"?(?P<value>[^\s\";]+)", re.I)


class Verdict(StrEnum):
    """What is known of a mail's sender."""

    UNASKED = "unasked"  # no server is trusted by setting: nothing is known
    PASS = "pass"  # noqa: S105
    NONE = "none"  # the sender's domain proves nothing, either way
    FAIL = "fail"


def judge(message: Message, *, sender: str, trusted: str) -> Verdict:
    """What the `trusted` server (its authserv-id) found about the address in From.

    The topmost header of that name counts: the server puts its own there, and takes out what pretends to be its
    (RFC 8601, 5). A mail that doesn't carry one has passed it by, and fails.
    """
    if not trusted:
        return Verdict.UNASKED
    for header in all_of(message, "Authentication-Results"):
        parts = _split(header)
        if parts and parts[0].split()[:1] == [trusted.lower()]:
            return _judge(parts[1:], sender.rpartition("@")[2])
    return Verdict.FAIL


def _split(header: str) -> list[str]:
    before = None
    while before != header:  # comments nest
        before, header = header, _COMMENT.sub(" ", header)
    return [part.strip().lower() for part in header.split(";")]


def _judge(results: list[str], domain: str) -> Verdict:
    proven, refused = False, False
    for part in results:
        if not (found := _METHOD.match(part)):
            continue
        method, result = found["method"], found["result"]
        named = {one["name"].lower(): one["value"] for one in _PROPERTY.finditer(part)}
        if method == "dmarc" and result in ("pass", "fail"):  # it weighs both of the others (RFC 7489, 4.2)
            return Verdict.PASS if result == "pass" else Verdict.FAIL
        if result == "pass" and any(
                _aligned(named[name], domain)
                for name in {"spf": ("smtp.mailfrom",), "dkim": ("header.d", "header.i")}.get(method, ())
                if name in named):
            proven = True
        elif method == "spf" and result == "fail" and _aligned(named.get("smtp.mailfrom", domain), domain):
            refused = True
    # A forwarded mail fails SPF and keeps its signature: what one method proves, the other doesn't take back.
    if proven:
        return Verdict.PASS
    return Verdict.FAIL if refused else Verdict.NONE


def _aligned(identity: str, domain: str) -> bool:
    """Whether a proven domain speaks for the From domain: the same, or one above the other (relaxed alignment)."""
    proven = identity.rpartition("@")[2].strip(".<>")
    if "." not in proven:
        return False
    return proven == domain or proven.endswith(f".{domain}") or domain.endswith(f".{proven}")

