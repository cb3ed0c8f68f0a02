"""Measurements: `make bench` runs each module's `run()` and reports; nothing here passes or fails."""
