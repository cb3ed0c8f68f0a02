"""What we say about codes in everyday words: written by one of us, reviewed by another."""
