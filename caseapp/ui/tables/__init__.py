"""One generic table: its columns are declarations, its rows are frozen values."""
