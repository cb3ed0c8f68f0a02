"""The parts of a code's page, and who sees which: a table. What isn't open isn't even read."""

from careercenter.metering.policies import Level
from careercenter.terms.vocabulary import Term


class Section(Term):
    """A part of a code's page that is open or locked."""

    TREE = "tree", "Tree and notes"
    GUIDELINES = "guidelines", "Guidelines that apply"
    MODIFIERS = "modifiers", "Modifiers"
    CROSSWALKS = "crosswalks", "Crosswalks"
    NCCI = "ncci", "NCCI edits"
    COVERAGE = "coverage", "Compliance and Medicare coverage"


OPEN: dict[Level, frozenset[Section]] = {
    Level.FULL: frozenset(Section),
    Level.TEASER: frozenset(),
    Level.LOCKED: frozenset(),
}

WITH_DESCRIPTIONS = frozenset({Level.FULL, Level.TEASER})
"""Who reads the official and the common language description; everybody else, the code and its short title."""
