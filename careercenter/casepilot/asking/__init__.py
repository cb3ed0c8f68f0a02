"""Understanding a question: the codes it names, what it wants of them, and whether it may be answered at all."""
