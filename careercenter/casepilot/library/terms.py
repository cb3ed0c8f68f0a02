"""Text as the terms by which passages are found: stems, and codes with the category that they stand under."""

from collections.abc import Iterator

from careercenter.codes.lookup.reading import Reading, read
from careercenter.codes.lookup.words import STOPWORDS, stem, words_of
from careercenter.codes.spelling import NAMED_IN_TEXT

_SAYS_NOTHING = STOPWORDS | {"which", "what", "when", "should", "may", "can", "must", "will", "if", "these", "those", "such"}


def terms_of(text: str) -> Iterator[str]:
    """The terms of a passage, each as often as it stands there."""
    for word in words_of(text):
        if word.text not in _SAYS_NOTHING and len(word.text) > 1:
            yield stem(word.text)
    for found in NAMED_IN_TEXT.finditer(text):
        yield code_term(found[1])


def code_term(code: str) -> str:
    """The term of a code, however it is written; “E11.-” is E11."""
    return "#" + code.upper().replace(".", "").rstrip("-")


def read_query(text: str) -> Reading:
    """A query with what coders mean by its words, as the look-up of codes understands them."""
    return read(text, says=lambda _: True, correct=lambda _: None)
