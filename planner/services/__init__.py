"""Use cases: one transaction each, no network inside a transaction."""
