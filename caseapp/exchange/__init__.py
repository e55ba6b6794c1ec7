"""The exchange format in and out: CSV, XLSX, ODS."""
