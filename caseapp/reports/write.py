"""A report in a file, in the format that the file's name asks for."""

from collections.abc import Callable
from pathlib import Path

from caseapp.errors import InputError
from caseapp.reports.csv_files import EXCEL_FRANCE, write_csv
from caseapp.reports.ods import write_ods
from caseapp.reports.pdf import write_pdf
from caseapp.reports.report import Report
from caseapp.reports.xlsx import write_xlsx


def _write_excel_csv(report: Report, path: Path) -> None:
    write_csv(report, path, EXCEL_FRANCE)


WRITERS: dict[str, Callable[[Report, Path], None]] = {
    ".pdf": write_pdf,
    ".xlsx": write_xlsx,
    ".ods": write_ods,
    ".csv": _write_excel_csv,
}


def write_report(report: Report, path: Path) -> None:
    """Write the report; InputError when the name has none of the suffixes, OutputError when it cannot be."""
    writer = WRITERS.get(path.suffix.lower())
    if writer is None:
        *first, last = WRITERS
        possible = f"{', '.join(first)} ou {last}"
        raise InputError(
            f"Le nom du fichier doit se terminer par {possible} : « {path.name} » ne convient pas."
        )
    writer(report, path)
