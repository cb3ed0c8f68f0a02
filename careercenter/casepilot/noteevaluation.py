"""How good the codes for a note are, measured over notes whose codes are known."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from careercenter.casepilot import casecoding
from careercenter.casepilot.casecoding import CareSetting
from careercenter.core.json_lines import read_json_lines


@dataclass(frozen=True, slots=True)
class CodedNote:
    """A note, and what may and may not be coded from it.

    `{"note": "…", "setting": "inpatient", "codes": [["E11.21", "E11.22"], ["I10"]], "may": ["Z68.34"], "never":
    ["H35"]}`: of each of `codes` one is expected; `may` are right too; `never` are codes, or what they begin with,
    that the note rules out.
    """

    note: str
    codes: tuple[tuple[str, ...], ...]
    may: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    setting: CareSetting = CareSetting.OUTPATIENT


@dataclass(frozen=True, slots=True)
class JudgedNote:
    """A note with the codes that were suggested for it."""

    case: CodedNote
    suggested: tuple[str, ...]

    @property
    def missed(self) -> list[tuple[str, ...]]:
        """What was expected and isn't among them."""
        return [wanted for wanted in self.case.codes if not set(wanted) & set(self.suggested)]

    @property
    def over_coded(self) -> list[str]:
        """What the note rules out."""
        return [code for code in self.suggested if code.startswith(tuple(self.case.never))
                and not self._is_right(code) and code not in self.incomplete]

    @property
    def incomplete(self) -> list[str]:
        """What stands above a right code: right as far as it goes, and nothing to report."""
        return [code for code in self.suggested if not self._is_right(code) and any(
            right.startswith(code) for wanted in (*self.case.codes, self.case.may) for right in wanted)]

    @property
    def beside(self) -> list[str]:
        """What was neither expected nor ruled out."""
        return [code for code in self.suggested if not self._is_right(code) and code not in self.over_coded
                and code not in self.incomplete]

    def _is_right(self, code: str) -> bool:
        return code in self.case.may or any(code in wanted for wanted in self.case.codes)


@dataclass(frozen=True, slots=True)
class NoteReport:
    """All notes judged; parts of 1."""

    judged: Sequence[JudgedNote]

    @property
    def recall(self) -> float:
        """Of the codes that were expected, those that were suggested."""
        return 1 - sum(len(one.missed) for one in self.judged) / sum(len(one.case.codes) for one in self.judged)

    @property
    def precision(self) -> float:
        """Of the codes that were suggested to be reported as they stand, those that are right."""
        wrong = sum(len(one.over_coded) + len(one.beside) for one in self.judged)
        return 1 - wrong / (sum(len(one.suggested) - len(one.incomplete) for one in self.judged) or 1)

    @property
    def over_coded(self) -> int:
        """Codes that their notes rule out."""
        return sum(len(one.over_coded) for one in self.judged)


def read_notes(file: Path) -> list[CodedNote]:
    """The notes of a JSON Lines file.

    Raises:
        ValueError: a line isn't one; it says which.
    """
    return read_json_lines(file, lambda row: CodedNote(
        str(row["note"]), tuple(tuple(map(str, wanted)) for wanted in row["codes"]), tuple(row.get("may", ())),
        tuple(row.get("never", ())), CareSetting(row.get("setting", CareSetting.OUTPATIENT))),
        wanted="a `note` and its `codes`")


def evaluate(notes: Iterable[CodedNote]) -> NoteReport:
    """Suggest codes for every note and judge them."""
    return NoteReport([
        JudgedNote(case, tuple(one.code.code for one in casecoding.suggest(case.note, setting=case.setting).candidates))
        for case in notes])
