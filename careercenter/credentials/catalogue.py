"""The catalogue of coding credentials: a file beside this one, read once.

What implies what: a CPC satisfies a demand for a CPC-A; an RHIA does not satisfy one for a CCS.

Source of catalogue.csv: compiled from public knowledge of AAPC, AHIMA, ACDIS, HCCA, NHA, PMI, NCCT, AMBA
and HFMA, and not yet checked row by row against the issuers' own lists. `issued` says `unknown` where no
such list was seen; the column `note` says why.
"""

import csv
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType


class Level(StrEnum):
    """How far along a credential stands."""

    APPRENTICE = "apprentice"
    ENTRY = "entry"
    CORE = "core"
    SPECIALTY = "specialty"
    ADVANCED = "advanced"


class Issued(StrEnum):
    """Whether somebody can still earn it."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Credential:
    """A certificate that coders earn."""

    code: str
    name: str
    issuer: str
    family: str
    level: Level
    implies: tuple[str, ...]  # codes whose demand it satisfies, directly
    issued: Issued
    note: str

    @property
    def is_issued(self) -> bool:
        """Whether it is still earned, as far as is known: only a sure no counts."""
        return self.issued is not Issued.NO

    @property
    def is_apprentice(self) -> bool:
        return self.level is Level.APPRENTICE


@lru_cache(maxsize=1)
def catalogue() -> MappingProxyType[str, Credential]:
    """All credentials by code, in the file's order."""
    with (Path(__file__).parent / "catalogue.csv").open(newline="", encoding="utf-8") as file:
        return MappingProxyType({row["code"]: Credential(
            row["code"], row["name"], row["issuer"], row["family"], Level(row["level"]),
            tuple(row["implies"].split()), Issued(row["issued"]), row["note"]) for row in csv.DictReader(file)})


def get_credential(code: str) -> Credential:
    """A credential by its code. Raises KeyError."""
    return catalogue()[code]


@lru_cache(maxsize=256)
def satisfies(code: str) -> frozenset[str]:
    """The codes whose demand a credential satisfies: itself and all that it implies."""
    direct = catalogue()[code].implies if code in catalogue() else ()
    return frozenset({code}).union(*(satisfies(implied) for implied in direct))


def credential_choices(*, only_issued: bool = False) -> list[tuple[str, list[tuple[str, str]]]]:
    """Choices for a form, grouped by issuer: [("AAPC", [("CPC", "CPC: Certified ..."), ...]), ...]."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for credential in catalogue().values():
        if credential.is_issued or not only_issued:
            groups.setdefault(credential.issuer, []).append(
                (credential.code, f"{credential.code}: {credential.name}"))
    return list(groups.items())
