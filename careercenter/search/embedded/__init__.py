"""The embedded index: NumPy bit sets for filters and counts, an inverted index for words, all memory-mapped."""

from careercenter.search.embedded.index import LOOK_AGAIN, EmbeddedIndex

__all__ = ["LOOK_AGAIN", "EmbeddedIndex"]
