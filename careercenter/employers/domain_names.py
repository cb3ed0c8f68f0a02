"""Which domains can be one employer's own."""

from functools import lru_cache
from pathlib import Path

from email_validator import EmailNotValidError, validate_email

from careercenter.core import DomainError
from careercenter.places import STATES


class WrongDomain(DomainError):
    """This can't be an employer's domain; the message says why."""

    status = 422


def read_domain(typed: str) -> str:
    """A domain as people type it (`https://www.Mercy.org/jobs`) as DNS knows it (`mercy.org`).

    Raises:
        WrongDomain: it is none, or one that many share.
    """
    host = typed.strip().lower().split("://", 1)[-1].split("/", 1)[0].split("?", 1)[0]
    host = host.rsplit("@", 1)[-1].split(":", 1)[0].strip(".").removeprefix("www.")
    try:
        domain = str(validate_email(f"x@{host}", check_deliverability=False).ascii_domain).lower()
    except EmailNotValidError as error:
        raise WrongDomain("Enter a domain, for example mercy.org.") from error
    if is_free_mail(domain):
        raise WrongDomain(f"Anybody can get an address at {domain}, so it proves nothing. "
                          "Enter the domain of your organization's own website or mail.")
    if is_shared(domain):
        raise WrongDomain(f"{domain} belongs to many organizations. Enter your own name in front of it.")
    return domain


def is_free_mail(domain: str) -> bool:
    """Whether anybody gets a mailbox there."""
    labels = domain.split(".")
    return any(".".join(labels[start:]) in _listed("free_mail_domains") for start in range(len(labels)))


def is_shared(domain: str) -> bool:
    """Whether unrelated organizations have their names beneath it, as under `co.uk` or `k12.tx.us`."""
    if domain in _listed("shared_domains"):
        return True
    labels = domain.split(".")
    # RFC 1480: state.us, and beneath it k12, cc, lib, ... and the localities.
    return labels[-1] == "us" and len(labels) <= 3 and labels[-2].upper() in STATES


@lru_cache
def _listed(name: str) -> frozenset[str]:
    lines = Path(__file__).with_name(f"{name}.txt").read_text().splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))
