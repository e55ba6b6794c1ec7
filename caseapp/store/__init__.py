"""The encrypted store: engine, schema upgrade, journal, search index; the only place with SQLite-only SQL."""
