"""Search: what a person types -> a typed query -> an index -> hits with facets."""
