"""Values to Report to PDF, XLSX, ODS and CSV."""
