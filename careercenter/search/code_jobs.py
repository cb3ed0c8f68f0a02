"""Beside a code: jobs that ask for this kind of coding."""

from functools import lru_cache

from flask import current_app, request
from markupsafe import Markup

from careercenter.codes.editions import Edition
from careercenter.codes.models import CodeSystem
from careercenter.codes.panels import Panel
from careercenter.core import now
from careercenter.search import finding
from careercenter.search.query import Query

MOST = 3
HELD = 60
"""Seconds for which the codes of a specialty show the same jobs."""

# The first key of each span, and the specialty that codes it; None where no one does.
DIAGNOSES = (
    ("A", "Infectious disease"), ("C", "Hematology and oncology"), ("E", "Endocrinology"), ("F", "Behavioral health"),
    ("G", "Neurology"), ("H", "Ophthalmology"), ("H60", "ENT"), ("I", "Cardiology"), ("J", "Pulmonology"),
    ("K", "Gastroenterology"), ("L", "Dermatology"), ("M", "Orthopedics"), ("N", "Urology"), ("O", "OB/GYN"),
    ("P", "Neonatology"), ("Q", "Pediatrics"), ("R", None), ("S", "Trauma"), ("U", None), ("Z", "Primary care"))
PROCEDURES = (
    ("0", "Anesthesiology"), ("10", "Dermatology"), ("20", "Orthopedics"), ("30", "Cardiothoracic surgery"),
    ("40", "Gastroenterology"), ("50", "Urology"), ("59", "OB/GYN"), ("60", "Neurosurgery"), ("65", "Ophthalmology"),
    ("69", "ENT"), ("70", "Radiology"), ("80", "Laboratory and pathology"), ("90", None),
    ("92920", "Cardiology"), ("93990", None), ("97", "Physical therapy"), ("98", None),
    ("992", "Evaluation and management"), ("995", None))
SUPPLIES = (("A", None), ("J", "Infusion"), ("K", None), ("Q", "Infusion"), ("R", "Radiology"), ("S", None))
SPANS = {CodeSystem.ICD10CM: DIAGNOSES, CodeSystem.CPT: PROCEDURES, CodeSystem.HCPCS: SUPPLIES}


def specialty_of(system: CodeSystem, key: str) -> str | None:
    """The specialty whose coders report a code; None where that can't be told from its number."""
    return next((specialty for first, specialty in reversed(SPANS.get(system, ())) if first <= key), None)


def jobs_for(code: Edition) -> Panel | None:
    """Live jobs of a code's specialty, the best first, as they were at most a minute ago."""
    specialty = specialty_of(code.system, code.key)
    return _box(specialty, request.script_root, int(now().timestamp()) // HELD) if specialty else None


def forget() -> None:
    """Look again: for tests, where the database is another one each time."""
    _box.cache_clear()


@lru_cache(64)
def _box(specialty: str, _root: str, _since: int) -> Panel | None:
    query = Query(specialties=(specialty,))
    found = finding.find(query, size=MOST)
    if not found.total:
        return None
    # Without a context: everybody reads the same.
    box = current_app.jinja_env.get_template("search/code_jobs.html").render(page=found, query=query)
    return Panel(f"Jobs in {specialty}", Markup(box))  # noqa: S704 (our own template)
