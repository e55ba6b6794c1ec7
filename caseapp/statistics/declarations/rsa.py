"""RSA lone parents followed by the Caf as single referent."""

from sqlalchemy import case

from caseapp.domain.units import Unit
from caseapp.models import SuiviRsa
from caseapp.models.sql_functions import years_after
from caseapp.statistics.declare import (
    DERNIER_JOUR,
    Figures,
    Measure,
    Operation,
    Population,
    Shown,
    active,
    within,
)
from caseapp.statistics.results import RecordKind
from caseapp.statistics.scope import Scope

_TABLE = SuiviRsa.__table__
_S = _TABLE.c
_COLUMNS = (
    Shown("date_designation", "Désignation", _S.date_designation, RecordKind.DATE),
    Shown("date_fin", "Fin", _S.date_fin, RecordKind.DATE),
    Shown("motif_fin", "Motif de fin", _S.motif_fin, liste="motif_fin"),
    Shown("reference", "Référence", _S.reference),
)
_SCOPE = Scope(famille=_S.famille_id, intervention=_S.intervention_id)
_ACTIVE = active(_S.date_designation, _S.date_fin)
ACTIFS = Population(
    Unit.FAMILLE, "familles dont le suivi est actif au moins un jour de la période",
    _TABLE, _ACTIVE, _COLUMNS, _SCOPE, events=False,
)  # fmt: skip
ENTREES = Population(
    Unit.FAMILLE, "familles placées par la date de désignation du référent",
    _TABLE, within(_S.date_designation), _COLUMNS, _SCOPE,
)  # fmt: skip
SORTIES = Population(
    Unit.FAMILLE,
    "familles placées par la date de fin du suivi",
    _TABLE,
    within(_S.date_fin),
    _COLUMNS,
    _SCOPE,
)
_last_followed_day = case((_S.date_fin < DERNIER_JOUR, _S.date_fin), else_=DERNIER_JOUR)
AU_DELA = Population(
    Unit.FAMILLE,
    "familles dont le suivi, actif dans la période, a dépassé 24 mois au dernier jour, ou à sa fin",
    _TABLE, (*_ACTIVE, _last_followed_day > years_after(_S.date_designation, 2)), _COLUMNS, _SCOPE,
    events=False,
)  # fmt: skip
_FAMILLES = Measure(Operation.DISTINCT, _S.famille_id, Unit.FAMILLE)
_NOTE = "chaque famille compte une fois"

FIGURES = (
    Figures("rsa_monoparents.accompagnes", "Parents isolés accompagnés", ACTIFS, _FAMILLES, note=_NOTE),
    Figures("rsa_monoparents.entrees", "Entrées", ENTREES, _FAMILLES, note=_NOTE),
    Figures("rsa_monoparents.sorties", "Sorties", SORTIES, _FAMILLES, note=_NOTE),
    Figures(
        "rsa_monoparents.au_dela_de_24_mois", "Suivis au-delà de 24 mois", AU_DELA, _FAMILLES, note=_NOTE
    ),
)
RATIOS = ()
