"""RSA lone parents followed by the Caf as single referent: contracts, reviews, obstacles, partners, ends."""

from sqlalchemy import ColumnElement, FromClause, case, exists

from caseapp.domain.units import Unit
from caseapp.models import CoAccompagnement, ContratRsa, FreinRsa, ReexamenRsa, SuiviRsa
from caseapp.models.sql_functions import days_between, years_after
from caseapp.statistics import axes
from caseapp.statistics.axes import Axis, Fixed
from caseapp.statistics.declarations.suivi import file_scope
from caseapp.statistics.declare import (
    DERNIER_JOUR,
    FIN,
    Figures,
    Measure,
    Operation,
    Population,
    Shown,
    active,
    within,
)
from caseapp.statistics.results import RecordKind

_TABLE = SuiviRsa.__table__
_S = _TABLE.c
_C, _R = ContratRsa.__table__.c, ReexamenRsa.__table__.c
_F, _A = FreinRsa.__table__.c, CoAccompagnement.__table__.c
_COLUMNS = (
    Shown("date_designation", "Désignation", _S.date_designation, RecordKind.DATE),
    Shown("date_fin", "Fin", _S.date_fin, RecordKind.DATE),
    Shown("motif_fin", "Motif de fin", _S.motif_fin, liste="motif_fin"),
    Shown("reference", "Référence", _S.reference),
)
_SCOPE = file_scope(_TABLE)
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
AU_DERNIER_JOUR = Population(
    Unit.FAMILLE, "familles suivies au dernier jour : désignées ce jour-là ou avant, sans fin avant ce jour",
    _TABLE, (_S.date_designation < FIN, _S.date_fin.is_(None) | (_S.date_fin >= DERNIER_JOUR)), _COLUMNS,
    _SCOPE, events=False,
)  # fmt: skip
SANS_CONTRAT = Population(
    Unit.FAMILLE, "familles suivies au dernier jour, dont le suivi n'a ce jour-là aucun contrat signé",
    _TABLE, (*AU_DERNIER_JOUR.where, ~exists().where(_C.suivi_id == _S.id, _C.date_signature < FIN)),
    _COLUMNS, _SCOPE, events=False,
)  # fmt: skip


def _of_follow_up(
    unit: Unit, phrase: str, table: FromClause, where: tuple[ColumnElement[bool], ...], *shown: Shown,
    events: bool = True,
) -> Population:  # fmt: skip
    """Return records of a file, listed with the reference of their follow-up."""
    columns = (*shown, Shown("reference", "Référence du suivi", _S.reference))
    source = table.join(_TABLE, _S.id == table.c.suivi_id)
    return Population(unit, phrase, source, where, columns, _SCOPE, events)


CONTRATS = _of_follow_up(
    Unit.CONTRAT, "contrats placés par leur date de signature",
    ContratRsa.__table__, within(_C.date_signature),
    Shown("date_signature", "Signé le", _C.date_signature, RecordKind.DATE),
    Shown("type", "Contrat", _C.type, liste="type_contrat_rsa"),
    Shown("fin_contrat", "Fin", _C.date_fin, RecordKind.DATE),
)  # fmt: skip
REEXAMENS = _of_follow_up(
    Unit.REEXAMEN, "réexamens du parcours placés par leur date", ReexamenRsa.__table__, within(_R.date),
    Shown("date", "Date", _R.date, RecordKind.DATE),
)  # fmt: skip
_FREIN = (
    Shown("frein", "Frein", _F.frein, liste="frein"),
    Shown("date_reperage", "Repéré le", _F.date_reperage, RecordKind.DATE),
    Shown("date_levee", "Levé le", _F.date_levee, RecordKind.DATE),
)
FREINS = _of_follow_up(
    Unit.FREIN, "freins placés par la date où ils sont repérés", FreinRsa.__table__, within(_F.date_reperage),
    _FREIN[1], _FREIN[0], _FREIN[2],
)  # fmt: skip
LEVES = _of_follow_up(
    Unit.FREIN, "freins placés par la date où ils sont levés", FreinRsa.__table__, within(_F.date_levee),
    _FREIN[2], _FREIN[0], _FREIN[1],
)  # fmt: skip
CO_SUIVIS = _of_follow_up(
    Unit.FAMILLE, "familles dont un co-accompagnement est actif au moins un jour de la période",
    CoAccompagnement.__table__, active(_A.date_debut, _A.date_fin),
    Shown("date_debut", "Début", _A.date_debut, RecordKind.DATE),
    Shown("type", "Co-accompagnement", _A.type, liste="co_accompagnement"),
    events=False,
)  # fmt: skip
_OBSTACLE = Axis("frein", _F.frein, axes.codes("frein"))
_MOTIF_FIN = Axis("motif_fin", _S.motif_fin, axes.codes("motif_fin"))
_GLOBAL = Fixed(Axis("co", _A.type, axes.codes("co_accompagnement")), ("accompagnement_global",))
_FAMILLES = Measure(Operation.DISTINCT, _S.famille_id, Unit.FAMILLE)
_NOTE = "chaque famille compte une fois"

FIGURES = (
    Figures("rsa_monoparents.accompagnes", "Parents isolés accompagnés", ACTIFS, _FAMILLES, note=_NOTE),
    Figures("rsa_monoparents.entrees", "Entrées", ENTREES, _FAMILLES, note=_NOTE),
    Figures("rsa_monoparents.sorties", "Sorties", SORTIES, _FAMILLES, note=_NOTE),
    Figures(
        "rsa_monoparents.au_dela_de_24_mois", "Suivis au-delà de 24 mois", AU_DELA, _FAMILLES, note=_NOTE
    ),
    Figures("rsa_monoparents.presents", "Suivis au dernier jour", AU_DERNIER_JOUR, _FAMILLES, note=_NOTE),
    Figures(
        "rsa_monoparents.sans_contrat",
        "Suivis sans contrat signé au dernier jour",
        SANS_CONTRAT,
        _FAMILLES,
        note=_NOTE,
        share_of="rsa_monoparents.presents",
    ),
    Figures("rsa_monoparents.contrats_signes", "Contrats signés", CONTRATS),
    Figures("rsa_monoparents.reexamens", "Réexamens du parcours", REEXAMENS),
    Figures("rsa_monoparents.freins.total", "Freins repérés", FREINS),
    Figures(
        "rsa_monoparents.freins.{frein}",
        "{frein}",
        FREINS,
        axes=(_OBSTACLE,),
        share_of="rsa_monoparents.freins.total",
    ),
    Figures("rsa_monoparents.freins_leves", "Freins levés", LEVES),
    Figures(
        "rsa_monoparents.accompagnement_global",
        "Accompagnement global avec France Travail",
        CO_SUIVIS,
        _FAMILLES,
        fixed=(_GLOBAL,),
        note=f"accompagnement global ; {_NOTE}",
    ),
    Figures(
        "rsa_monoparents.duree_mediane",
        "Durée médiane des suivis terminés",
        SORTIES,
        Measure(Operation.MEDIAN, days_between(_S.date_designation, _S.date_fin), Unit.JOUR),
        note="médiane du nombre de jours de la désignation à la fin",
    ),
    Figures(
        "rsa_monoparents.sorties.motif.{motif_fin}",
        "{motif_fin}",
        SORTIES,
        _FAMILLES,
        axes=(_MOTIF_FIN,),
        share_of="rsa_monoparents.sorties",
        note=f"{_NOTE} par motif",
    ),
)
RATIOS = ()
