"""The look-up: one box for every code system. `finding.search` is its door."""
