"""What a model may answer from: what the tables and the library say to the question, by source."""

from collections.abc import Sequence
from typing import NamedTuple

from careercenter.casepilot.answers import Answer, Citation

MOST = 14


class Source(NamedTuple):
    """A citation with all that it says here: its own words, and what a table's row means."""

    citation: Citation
    says: str

    @property
    def whole(self) -> str:
        """With its name and date, of which an answer may speak too."""
        return f"{self.citation.title} {self.citation.section} {self.citation.dated} {self.says}"


def gather(draft: Answer, more: Sequence[Citation]) -> list[Source]:
    """The sources of an answer from the tables, then further passages; each once."""
    said: dict[Citation, list[str]] = {}
    for sentence in draft.sentences:
        for citation in sentence.citations:
            said.setdefault(citation, []).append(sentence.text)
    for citation in more:
        said.setdefault(citation, [])
    return [Source(citation, "\n".join(dict.fromkeys([*texts, *filter(None, [citation.quote])])))
            for citation, texts in said.items() if texts or citation.quote][:MOST]
