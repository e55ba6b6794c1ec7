"""The installed program tests itself: the demonstration year recomputed, its lists, its report, its store."""

import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from caseapp.domain.periods import year_period
from caseapp.reports.write import write_report
from caseapp.services.acces import AccesService
from caseapp.services.demonstration import YEAR, compare_with_published
from caseapp.services.workspace import Workspace

_FORMATS = (".pdf", ".xlsx", ".ods", ".csv")
_PROOFS = ("cibles.total.total", "familles.total", "aides.total.montant")
_REPORT_DATE = date(YEAR + 1, 1, 2)


@dataclass(frozen=True, slots=True)
class Check:
    """One check: what was looked at, whether it passed, and what was wrong."""

    title: str
    passed: bool
    details: tuple[str, ...] = ()


def run_self_test(acces: AccesService) -> Iterator[Check]:
    """Give each check as it ends."""
    with closing(acces.open_demonstration(lambda _done, _total, _phrase: None)) as demonstration:
        workspace = demonstration.workspace
        yield Check("le portefeuille de démonstration s'importe dans une base chiffrée", passed=True)
        yield _published(workspace)
        yield _proved(workspace)
        yield _reported(workspace)
        problems = workspace.verification.verify().problemes
        yield Check("la base est entière et son journal n'est pas modifié", not problems, problems)


def _published(workspace: Workspace) -> Check:
    compared, differences = compare_with_published(workspace.statistiques)
    details = tuple(
        f"{one.address} ({one.year}) : {one.found} au lieu de {one.expected}" for one in differences
    )
    return Check(f"{compared} chiffres de 2016 et 2017 sont ceux attendus", not differences, details)


def _proved(workspace: Workspace) -> Check:
    period = year_period(YEAR)
    figures = workspace.statistiques.figures(period)
    wrong = tuple(
        address
        for address in _PROOFS
        if workspace.statistiques.records(address, period).total != figures[address].value
    )
    return Check("les listes ont autant de dossiers que leurs chiffres", not wrong, wrong)


def _reported(workspace: Workspace) -> Check:
    report = workspace.rapport.build(year_period(YEAR), _REPORT_DATE)
    with tempfile.TemporaryDirectory() as folder:
        for suffix in _FORMATS:
            write_report(report, Path(folder) / f"rapport{suffix}")
    return Check("le rapport s'écrit en PDF, XLSX, ODS et CSV", passed=True)
