"""What people ask CasePilot and what it answered: kept, found again, shared, rated, deleted."""
