"""What credentials generated postings ask for, by role and setting."""

from itertools import accumulate
from random import Random
from typing import Any

from careercenter.postings.requirement import Group, Requirement

ANY = Group(any_credential=True)
SPECIALTY = ("COSC", "CEDC", "CGSC", "CCC", "CIRCC", "COBGC", "CUC", "CGIC", "CEMC", "CHONC", "CANPC", "CPCD", "CASCC")


def _asks(*groups: str) -> tuple[Group, ...]:
    return tuple(Group(tuple(group.split())) for group in groups)


Weighted = tuple[tuple[tuple[Group, ...], int], ...]

PROFESSIONAL: Weighted = (
    (_asks("CPC"), 58), (_asks("CPC CCS-P"), 10), (_asks("CPC CCS"), 9), (_asks("CPC COC CCS-P"), 4), ((ANY,), 7),
    ((), 5), (_asks("CPC CCA CCS-P CCS RHIT RHIA"), 3))
FACILITY: Weighted = (
    (_asks("CCS"), 24), (_asks("CPC CCS"), 14), (_asks("CCS COC"), 10), (_asks("CPC COC CCS"), 9), (_asks("COC"), 5),
    (_asks("CPC"), 14), (_asks("RHIT RHIA CCS"), 8), (_asks("CCS CCA COC RHIT RHIA"), 4), ((ANY,), 8), ((), 4))
INPATIENT: Weighted = (
    (_asks("CCS"), 34), (_asks("CCS CIC"), 16), (_asks("RHIT RHIA CCS"), 16), (_asks("RHIT RHIA", "CCS"), 10),
    (_asks("RHIT", "CCS CIC"), 6), (_asks("RHIT RHIA", "CCS CIC"), 6), ((ANY,), 6), ((), 3), (_asks("CCA CCS"), 3))
ROLES: dict[str, Weighted] = {
    "auditor": ((_asks("CPMA"), 20), (_asks("CPC CCS", "CPMA"), 16), (_asks("CPC CCS RHIT RHIA"), 20),
                (_asks("CCS"), 18), (_asks("CPC"), 12), (_asks("CPMA CCS CIC CDEO"), 8), ((ANY,), 6)),
    "cdi": ((_asks("CCDS CDIP"), 34), (_asks("CCDS"), 22), (_asks("CCDS CDIP CCS"), 12), ((), 22),
            (_asks("RHIA RHIT CCS", "CCDS CDIP"), 10)),
    "risk_adjustment": ((_asks("CRC"), 36), (_asks("CRC CPC"), 24), (_asks("CPC CCS CRC CCS-P RHIT"), 14),
                        (_asks("CPC"), 10), (_asks("CPC CCS", "CRC"), 8), ((ANY,), 8)),
    "biller": ((_asks("CPB"), 22), ((), 34), (_asks("CPC CPB"), 18), (_asks("CPC"), 10), (_asks("CBCS CMRS CPB"), 8),
               ((ANY,), 8)),
    "educator": ((_asks("CPC CCS", "CPMA CPC-I"), 40), (_asks("CPC CCS RHIA RHIT"), 60)),
    "manager": ((_asks("RHIA RHIT CCS CPC"), 55), (_asks("RHIA RHIT", "CCS CPC"), 25), (_asks("RHIA"), 20)),
    "compliance": ((_asks("CPCO CHC"), 45), (_asks("CPC CCS", "CPCO CHC CPMA"), 30), (_asks("CPC CCS"), 25)),
    "him": (((), 45), (_asks("RHIT RHIA"), 40), (_asks("RHIT"), 15)),
}
BY_SETTING = {"inpatient": INPATIENT, "rehab": INPATIENT, "outpatient": FACILITY, "ed": FACILITY, "asc": FACILITY,
              "observation": FACILITY, "snf": FACILITY, "behavioral": FACILITY}

_totals = {id(weighted): list(accumulate(share for _, share in weighted))
           for weighted in (PROFESSIONAL, FACILITY, INPATIENT, *ROLES.values())}
_known: dict[tuple[Any, ...], dict[str, Any]] = {}


def requirement_of(chance: Random, role: str, setting: str) -> dict[str, Any]:
    """What a posting of this role in this setting asks for, as a column has it. Equal ones are one object."""
    weighted = ROLES.get(role) or BY_SETTING.get(setting, PROFESSIONAL)
    groups = chance.choices(weighted, cum_weights=_totals[id(weighted)])[0][0]
    if groups and setting in ("professional", "asc") and chance.random() < .05:
        groups = (*groups, Group((chance.choice(SPECIALTY),)))
    draw = chance.random()
    preferred = (chance.choice(SPECIALTY),) if draw < .12 else (chance.choice(("RHIA", "RHIT", "CCS", "CPC", "CPMA",
                                                                             "CRC", "COC")),) if draw < .3 else ()
    key = (groups, preferred, chance.random() < .14, 6 if chance.random() < .05 else None, chance.random() < .1)
    if key not in _known:
        _known[key] = Requirement(groups, apprentices_welcome=key[2], in_progress_months=key[3],
                                  equivalents_considered=key[4], preferred=preferred).as_json()
    return _known[key]
