"""Which words are names, which are the language's or medicine's, and which may be either."""

import unicodedata

from careercenter.deidentification.lists import EPONYMS, FAMILY, GIVEN, NEVER, ORDINARY, WORDS


def fold(word: str) -> str:
    """A word as the lists have it: without case, accents, apostrophes and what stands around it."""
    plain = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode()
    return plain.casefold().strip(".,;:()\"*").replace("’", "'").removesuffix("'s").replace("'", "")


def is_listed(word: str) -> bool:
    """Whether somebody is called so and nothing else is: all of it, or a part between hyphens."""
    folded = fold(word)
    parts = folded.split("-")
    return " ".join(parts) not in EPONYMS and any(part in GIVEN or part in FAMILY for part in (folded, *parts))


def is_never(word: str) -> bool:
    """Whether a name ends before it, whatever announced it."""
    return fold(word) in NEVER


def is_ambiguous(word: str) -> bool:
    """Whether it is an ordinary word or the name of a disease, though somebody may be called so."""
    folded = fold(word)
    return folded in WORDS or folded in NEVER


def is_ordinary(word: str) -> bool:
    """Whether it is a word of the language or of medicine."""
    folded = fold(word)
    parts = folded.split("-")
    return is_ambiguous(word) or " ".join(parts) in EPONYMS or all(
        part in ORDINARY or part in WORDS or part in NEVER for part in parts)


def is_strange(word: str) -> bool:
    """Whether it is written as a name is and nobody knows it: no list of names, and no dictionary."""
    letters = [letter for letter in word if letter.isalpha()]
    said = len(letters) > 2 and not set("aeiouy").isdisjoint(fold(word))  # Hgb is an abbreviation
    return (said and word[0].isupper() and not word.isupper() and not any(map(str.isdigit, word))
            and not is_listed(word) and not is_ordinary(word))
