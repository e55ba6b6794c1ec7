"""SQLAlchemy mappings, one file per notion; no query, no rule that needs a session."""
