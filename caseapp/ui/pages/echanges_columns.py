"""The two tables of an import: what each file brings, what is wrong in them."""

import csv
import io
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from caseapp.domain.labels import format_number
from caseapp.errors import OutputError
from caseapp.exchange.results import FileReport, Problem
from caseapp.ui.tables.columns import Align, ColumnSpec, Tone

_REFUSED, _SAID = "ligne refusée", "remarque"


def _count(key: str, title: str, value: Callable[[FileReport], int], tone: Tone) -> ColumnSpec[FileReport]:
    def text(report: FileReport) -> str:
        return format_number(value(report)) if value(report) else "—"

    def shade(report: FileReport) -> Tone:
        return tone if value(report) else Tone.DISCREET

    return ColumnSpec(key, title, text, Align.RIGHT, 96, sortable=True, sort_key=value, tone=shade)


def _source(report: FileReport) -> str:
    return f"{report.source}, fichier refusé : {report.refus}" if report.refus else report.source


def _source_tone(report: FileReport) -> Tone:
    return Tone.DANGER if report.refus else Tone.DISCREET


FILES: tuple[ColumnSpec[FileReport], ...] = (
    ColumnSpec("fichier", "Fichier", lambda f: f.file, width=170, sortable=True, tone=lambda _: Tone.STRONG),
    _count("nouvelles", "Nouvelles", lambda f: f.nouvelles, Tone.NORMAL),
    _count("modifiees", "Modifiées", lambda f: f.modifiees, Tone.NORMAL),
    _count("inchangees", "Inchangées", lambda f: f.inchangees, Tone.NORMAL),
    _count("refusees", "Refusées", lambda f: f.refusees, Tone.DANGER),
    ColumnSpec("source", "Lu dans", _source, width=240, stretch=True, sortable=True, tone=_source_tone),
)  # fmt: skip


def _effect(problem: Problem) -> str:
    if not problem.fatal:
        return _SAID
    return _REFUSED if problem.line else "fichier refusé"


def _effect_tone(problem: Problem) -> Tone:
    return Tone.DANGER if problem.fatal else Tone.DISCREET


PROBLEMS: tuple[ColumnSpec[Problem], ...] = (
    ColumnSpec("fichier", "Fichier", lambda p: p.file, width=160, sortable=True, tone=lambda _: Tone.STRONG),
    ColumnSpec("ligne", "Ligne", lambda p: format_number(p.line) if p.line else "", Align.RIGHT, 60,
               sortable=True, sort_key=lambda p: p.line),
    ColumnSpec("colonne", "Colonne", lambda p: p.column, width=130, sortable=True),
    ColumnSpec("valeur", "Valeur", lambda p: p.value, width=120, sortable=True),
    ColumnSpec("raison", "Raison", lambda p: p.reason, width=240, stretch=True, sortable=True),
    ColumnSpec("effet", "Effet", _effect, width=120, sortable=True, tone=_effect_tone),
)  # fmt: skip


def write_problems(problems: Iterable[Problem], path: Path) -> None:
    """Write the list for Excel in France, to be sent to who can correct the files; OutputError otherwise."""
    output = io.StringIO(newline="")
    writer = csv.writer(output, delimiter=";", lineterminator="\r\n")
    writer.writerow(column.title for column in PROBLEMS)
    writer.writerows([_excel(column.text(problem)) for column in PROBLEMS] for problem in problems)
    try:
        path.write_bytes(output.getvalue().encode("utf-8-sig"))
    except OSError as error:
        raise OutputError(f"« {path.name} » ne peut pas être écrit dans « {path.parent} ».") from error


def _excel(text: str) -> str:
    """Keep as text what a spreadsheet would take for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@"} else text


def sum_of(files: Iterable[FileReport], value: Callable[[FileReport], int]) -> int:
    """Add a count up over the files."""
    return sum(map(value, files))


NEW, CHANGED, SAME, REFUSED = (
    partial(sum_of, value=value)
    for value in (
        lambda f: f.nouvelles,
        lambda f: f.modifiees,
        lambda f: f.inchangees,
        lambda f: f.refusees,
    )
)
