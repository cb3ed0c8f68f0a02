"""How each publisher writes its files: a reader for each, which yields entries or rows and touches no database."""
