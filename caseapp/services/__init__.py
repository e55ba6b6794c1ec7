"""Use cases: one transaction per public method, frozen rows out."""
