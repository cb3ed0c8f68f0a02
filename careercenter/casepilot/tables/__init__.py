"""Answers from the tables of the code systems: one function for what is wanted, each sentence with its source."""
