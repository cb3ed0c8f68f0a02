"""How good the answers are, measured over questions whose sources are known."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean
from time import perf_counter
from typing import Any

from careercenter.casepilot import answering
from careercenter.casepilot.answers import Answer, Citation, Piece
from careercenter.codes import queries
from careercenter.codes.models import CodeSystem, Standing
from careercenter.codes.queries import Place
from careercenter.core.json_lines import read_json_lines


@dataclass(frozen=True, slots=True)
class Case:
    """A question, and what its answer must be.

    `{"question": "…", "must_cite": ["E11.42", "I.C.4.a"], "codes": ["E11.42"], "must_decline": "fraud"}`; also
    `may_cite` (right, but not needed), `any` (one of must_cite is enough), `about` (“icd10cm:E11.4”) and `earlier`.
    """

    question: str
    must_cite: tuple[str, ...] = ()
    may_cite: tuple[str, ...] = ()
    is_any: bool = False
    codes: tuple[str, ...] | None = None  # those that must be shown, and no others; None: whichever
    must_decline: str = ""  # why; “true”: for whatever reason
    about: str = ""
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """A case with its answer."""

    case: Case
    answer: Answer
    first_words: float  # seconds until the first sentence, or the refusal
    cited: frozenset[str]  # of must_cite
    on_target: int  # citations that are of must_cite or may_cite
    strangers: tuple[str, ...]  # codes shown that don't exist or aren't in force

    @property
    def has_declined(self) -> bool:
        return self.answer.declined is not None

    @property
    def declined_rightly(self) -> bool:
        """As it must: declined for that reason, or not declined at all."""
        wanted = self.case.must_decline
        return self.has_declined == bool(wanted) and (wanted in ("", "true") or wanted == self.answer.declined)

    @property
    def recall(self) -> float:
        if not self.case.must_cite:
            return 1.0
        return float(bool(self.cited)) if self.case.is_any else len(self.cited) / len(self.case.must_cite)

    @property
    def has_exact_codes(self) -> bool:
        return self.case.codes is None or set(self.case.codes) <= {one.code for one in self.answer.codes}


@dataclass
class Report:
    """All cases judged; parts of 1."""

    judged: list[Judged] = field(default_factory=list[Judged])

    @property
    def recall(self) -> float:
        """Of what had to be cited, over the questions that have an answer."""
        return _mean(one.recall for one in self.judged if one.case.must_cite)

    @property
    def precision(self) -> float:
        """Of the citations, those of what had to or may be cited, or right above or below it."""
        return _mean(one.on_target / len(one.answer.citations) for one in self.judged
                     if one.case.must_cite and one.answer.citations)

    @property
    def decline_rate(self) -> float:
        """Of what must be declined, for its reason."""
        return _mean(float(one.declined_rightly) for one in self.judged if one.case.must_decline)

    @property
    def wrongly_declined(self) -> int:
        return sum(one.has_declined for one in self.judged if not one.case.must_decline)

    @property
    def exact_codes(self) -> float:
        """Of the answers whose codes are known, those that show them."""
        return _mean(float(one.has_exact_codes) for one in self.judged if one.case.codes)

    @property
    def strangers(self) -> list[str]:
        """Codes shown that don't exist or aren't in force."""
        return [code for one in self.judged for code in one.strangers]

    @property
    def without_source(self) -> int:
        return sum(not sentence.citations for one in self.judged for sentence in one.answer.sentences)

    @property
    def first_words_p95(self) -> float:
        """Seconds."""
        times = sorted(one.first_words for one in self.judged)
        return times[min(len(times) - 1, int(len(times) * 0.95))] if times else 0.0


def read_cases(file: Path) -> list[Case]:
    """The cases of a JSON Lines file.

    Raises:
        ValueError: a line isn't one; it says which.
    """
    return read_json_lines(file, _case, wanted="a `question`")


def _case(row: dict[str, Any]) -> Case:
    codes = row.get("codes")
    declines = row.get("must_decline") or ""
    return Case(
        str(row["question"]), tuple(row.get("must_cite", ())), tuple(row.get("may_cite", ())), bool(row.get("any")),
        None if codes is None else tuple(codes), "true" if declines is True else str(declines),
        str(row.get("about", "")), tuple(row.get("earlier", ())))


def evaluate(cases: Sequence[Case]) -> Report:
    """Ask every question and judge its answer."""
    return Report([_judge(case) for case in cases])


def _judge(case: Case) -> Judged:
    begun = perf_counter()
    first = 0.0
    pieces: list[Piece] = []
    for piece in answering.stream(case.question, about=_place(case.about), earlier=case.earlier):
        first = first or perf_counter() - begun
        pieces.append(piece)
    whole = pieces[-1]
    if not isinstance(whole, Answer):
        raise TypeError("A stream ends with its answer.")
    wanted = case.must_cite + case.may_cite
    return Judged(case, whole, first,
                  frozenset(one for one in case.must_cite if any(_is_of(cited, one) for cited in whole.citations)),
                  sum(any(_is_near(cited, one) for one in wanted) for cited in whole.citations),
                  tuple(one.code for one in whole.codes if not _is_in_force(one.system, one.code)))


def _is_of(cited: Citation, wanted: str) -> bool:
    """Whether a citation is of a code, a section or a document."""
    return bool(re.search(rf"(?<![\w.]){re.escape(wanted)}(?!\w|\.\w)", f"{cited.title}, {cited.section}"))


def _is_near(cited: Citation, wanted: str) -> bool:
    """Of it, or of a code right above or below it."""
    if _is_of(cited, wanted):
        return True
    own = re.search(r"(?<![\w.])[A-Z]\d[A-Z\d](?:\.[A-Z\d]+)?(?!\w)", cited.section)
    mine, its = own[0].replace(".", "") if own else "", wanted.replace(".", "")
    return bool(mine) and len(its) >= 3 and (mine.startswith(its) or its.startswith(mine))


def _place(about: str) -> Place | None:
    system, _, code = about.partition(":")
    return queries.find_place(CodeSystem(system), code) if code else None


def _is_in_force(system: CodeSystem, code: str) -> bool:
    place = queries.find_place(system, code)
    return place is not None and place.version.standing is Standing.IN_FORCE


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return mean(found) if found else 1.0
