"""What CasePilot answers: sentences, each with the sources by which a coder can check it."""

from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urljoin

from careercenter.codes.models import CodeSystem
from careercenter.config import settings
from careercenter.terms.vocabulary import Term


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a source, with the words that stand there."""

    title: str  # of the document or release: "ICD-10-CM, April 2026"
    section: str  # where in it: "E11.42", "Excludes1 at E11", "Section I.C.4.a"
    dated: str  # its release, version or effective date, for people
    url: str  # where it can be checked: a page of ours ("/library/...") or its publisher's
    quote: str = ""  # its own words; empty: the text isn't loaded here, only where it stands is known

    @property
    def is_loaded(self) -> bool:
        """Whether its words are here to be read."""
        return bool(self.quote)

    @property
    def absolute_url(self) -> str:
        """Its address for an e-mail."""
        return urljoin(settings.site_url.rstrip("/") + "/", self.url)


@dataclass(frozen=True, slots=True)
class Sentence:
    """Something said, by at least one source.

    Raises:
        ValueError: it has no source, or no words.
    """

    text: str
    citations: tuple[Citation, ...]

    def __post_init__(self) -> None:
        if not self.citations or not self.text.strip():
            raise ValueError("A sentence needs words and a source.")


class ShownCode(NamedTuple):
    """A code that an answer is about, for a card or a link beside it."""

    system: CodeSystem
    code: str  # as officially written
    title: str  # empty where only the number may be shown
    url: str
    is_billable: bool


class Why(Term):
    """Why there is no answer."""

    NOT_UNDERSTOOD = "not_understood", "Not understood"
    OFF_TOPIC = "off_topic", "Not about coding"
    NO_SOURCE = "no_source", "No source"
    NO_SUCH_CODE = "no_such_code", "No such code"
    LICENSE = "license", "Needs a license"
    MEDICAL_ADVICE = "medical_advice", "Medical advice"
    FRAUD = "fraud", "Against the rules"


class Engine(Term):
    """What wrote an answer."""

    TABLES = "tables", "From the tables and the library"
    MODEL = "model", "Written by a model, held to its sources"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, or why there is none. A refusal may still say sentences: what is public, where the rule stands."""

    question: str
    sentences: tuple[Sentence, ...] = ()
    codes: tuple[ShownCode, ...] = ()
    declined: Why | None = None
    refusal: str = ""  # a sentence for a person, if declined
    confidence: float = 0.0  # 0 to 1: how likely a coder would let it go out as it is; 0 if declined
    engine: Engine = Engine.TABLES
    notice: str = ""  # what the reader should know of how it came about: "The model didn't answer in time ..."
    follow_ups: tuple[str, ...] = ()  # questions that it would answer next

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every source once, in the order of the sentences: a citation's place here is its number on the page."""
        return tuple(dict.fromkeys(one for sentence in self.sentences for one in sentence.citations))

    def numbers_of(self, sentence: Sentence) -> tuple[int, ...]:
        """The numbers of a sentence's sources, from 1."""
        return tuple(self.citations.index(one) + 1 for one in sentence.citations)

    @property
    def text(self) -> str:
        """All of it as plain text with numbered sources, to copy or to mail."""
        said = [f"{one.text} {''.join(f'[{number}]' for number in self.numbers_of(one))}" for one in self.sentences]
        sources = [f"[{number}] {', '.join(filter(None, (one.title, one.section, one.dated)))}: {one.absolute_url}"
                   + (f"\n    “{one.quote}”" if one.quote else "")
                   for number, one in enumerate(self.citations, 1)]
        return "\n".join(part for part in (self.refusal, self.notice, *said, "" if sources else None, *sources)
                         if part is not None and (part or sources)).strip()


Piece = Sentence | Answer
"""What a stream yields: each sentence when it stands, then the whole answer, which holds if it differs."""
