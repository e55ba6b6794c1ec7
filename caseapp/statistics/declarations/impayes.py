"""Reported arrears, and the local target of families."""

from caseapp.domain.nomenclature import IssueImpaye
from caseapp.domain.units import Unit
from caseapp.models import Impaye
from caseapp.statistics import axes
from caseapp.statistics.axes import Axis, Fixed
from caseapp.statistics.declare import FIN, Figures, Measure, Operation, Population, Ratio, Shown, within
from caseapp.statistics.results import RecordKind
from caseapp.statistics.scope import Scope

_TABLE = Impaye.__table__
_P = _TABLE.c
_COLUMNS = (
    Shown("date_signalement", "Signalement", _P.date_signalement, RecordKind.DATE),
    Shown("aide_logement", "Aide", _P.aide_logement, liste="aide_logement"),
    Shown("bailleur", "Bailleur", _P.bailleur),
    Shown("dette", "Dette", _P.dette, RecordKind.CENTS),
    Shown("procedure", "Procédure", _P.procedure, liste="procedure"),
    Shown("issue", "Issue", _P.issue, liste="issue_impaye"),
    Shown("date_issue", "Issue le", _P.date_issue, RecordKind.DATE),
    Shown("reference", "Référence", _P.reference),
)
_SCOPE = Scope(famille=_P.famille_id, intervention=_P.intervention_id)
SIGNALES = Population(
    Unit.DOSSIER, "impayés placés par leur date de signalement",
    _TABLE, within(_P.date_signalement), _COLUMNS, _SCOPE,
)  # fmt: skip
RESOLUS_OU_PLAN = Population(
    Unit.FAMILLE,
    "familles dont l'impayé signalé dans la période est résolu, ou couvert par un plan, au dernier jour",
    _TABLE,
    (
        *within(_P.date_signalement),
        _P.issue.in_([IssueImpaye.RESOLU.value, IssueImpaye.PLAN_EN_COURS.value]),
        _P.date_issue < FIN,
    ),
    _COLUMNS, _SCOPE, events=False,
)  # fmt: skip
AIDE_LOGEMENT = Axis("aide_logement", _P.aide_logement, axes.codes("aide_logement"))
_CIBLE_LOCALE = Fixed(Axis("cible_locale", _P.cible_locale, axes.yes_no), ("oui",))
_ADMINISTRATIF = Fixed(Axis("administratif", _P.accompagnement_administratif, axes.yes_no), ("oui",))
_SOCIAL = Fixed(Axis("social", _P.accompagnement_social, axes.yes_no), ("oui",))
_FAMILLES = Measure(Operation.DISTINCT, _P.famille_id, Unit.FAMILLE)
_NOTE = "cible locale ; chaque famille compte une fois"
_BASE = "impayes.cible_locale.familles"
_REPERE = "beneficiaires_aide_logement"
_TAUX = "Impayés signalés dans l'année sur 100 bénéficiaires d'une aide au logement (repère de l'année)."

FIGURES = (
    Figures("impayes.signales.total", "Impayés signalés", SIGNALES),
    Figures(
        "impayes.signales.{aide_logement}", "{aide_logement}", SIGNALES, axes=(AIDE_LOGEMENT,),
        share_of="impayes.signales.total",
    ),
    Figures(
        _BASE, "Familles en impayé dans la cible locale", SIGNALES, _FAMILLES, fixed=(_CIBLE_LOCALE,),
        note=_NOTE,
    ),
    Figures(
        "impayes.cible_locale.resolus_ou_plan", "Situation résolue ou plan en cours au dernier jour",
        RESOLUS_OU_PLAN, _FAMILLES, fixed=(_CIBLE_LOCALE,), note=_NOTE,
    ),
    Figures(
        "impayes.cible_locale.accompagnement_administratif", "Accompagnement administratif", SIGNALES,
        _FAMILLES, fixed=(_CIBLE_LOCALE, _ADMINISTRATIF), note=f"accompagnement administratif, {_NOTE}",
    ),
    Figures(
        "impayes.cible_locale.accompagnement_social", "Accompagnement social", SIGNALES, _FAMILLES,
        fixed=(_CIBLE_LOCALE, _SOCIAL), note=f"accompagnement social, {_NOTE}",
    ),
)  # fmt: skip
RATIOS = (
    Ratio(
        "impayes.taux.{aide_logement}", "{aide_logement}, taux d'impayés",
        "impayes.signales.{aide_logement}", f"{_REPERE}.{{aide_logement}}", axes=(AIDE_LOGEMENT,),
        on_repere=True, sentence=_TAUX, evolution_decimals=2,
    ),
    Ratio(
        "impayes.taux.total", "Taux d'impayés", "impayes.signales.total", f"{_REPERE}.total",
        on_repere=True, sentence=_TAUX, evolution_decimals=2,
    ),
    Ratio(
        "impayes.cible_locale.taux_solution", "Taux de solution",
        "impayes.cible_locale.resolus_ou_plan", _BASE,
        sentence="Familles dont la situation est résolue ou couverte par un plan au dernier jour de la "
        "période, sur 100 familles de la cible locale.",
    ),
)  # fmt: skip
