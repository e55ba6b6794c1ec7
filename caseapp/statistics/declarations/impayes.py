"""Reported arrears, the local target of families, and what the arrears are on the last day."""

from sqlalchemy import case, func, select

from caseapp.domain.faits_dossier import ISSUES_CLOSES
from caseapp.domain.nomenclature import IssueImpaye
from caseapp.domain.units import Unit
from caseapp.models import EtatImpaye, FaitImpaye, Impaye
from caseapp.models.sql_functions import days_between
from caseapp.statistics import axes
from caseapp.statistics.axes import Axis, Fixed
from caseapp.statistics.declarations.suivi import file_scope
from caseapp.statistics.declare import FIN, Figures, Measure, Operation, Population, Ratio, Shown, within
from caseapp.statistics.results import RecordKind

_TABLE = Impaye.__table__
_P, _E, _F = _TABLE.c, EtatImpaye.__table__.c, FaitImpaye.__table__.c
_SIGNALEMENT = Shown("date_signalement", "Signalement", _P.date_signalement, RecordKind.DATE)
_DEBT = (
    Shown("aide_logement", "Aide", _P.aide_logement, liste="aide_logement"),
    Shown("bailleur", "Bailleur", _P.bailleur),
    Shown("dette", "Dette", _P.dette, RecordKind.CENTS),
    Shown("procedure", "Procédure", _P.procedure, liste="procedure"),
)
_REFERENCE = Shown("reference", "Référence", _P.reference)
_ISSUE = (
    Shown("issue", "Issue", _P.issue, liste="issue_impaye"),
    Shown("date_issue", "Issue le", _P.date_issue, RecordKind.DATE),
)
_COLUMNS = (_SIGNALEMENT, *_DEBT, *_ISSUE, _REFERENCE)
SCOPE = file_scope(_TABLE)

_PAST = (
    select(_E.issue)
    .where(_E.impaye_id == _P.id, _E.date_debut < FIN, _E.date_fin >= FIN)
    .order_by(_E.date_debut.desc(), _E.id.desc())
    .limit(1)
    .scalar_subquery()
)
"""The issue that has ended since, and was true on the last day."""
_KNOWN = case((_P.date_issue < FIN, _P.issue), else_=_PAST)
"""The issue on the last day, as dated facts tell it."""
_UNDATED = case((_P.date_issue.is_(None), _P.issue))
ETAT = func.coalesce(_KNOWN, _UNDATED, IssueImpaye.EN_COURS.value)
"""The issue on the last day; one without a date counts as it is recorded."""
_THEN = Shown("etat", "Au dernier jour", ETAT, liste="issue_impaye")
_SOLVED = (IssueImpaye.RESOLU.value, IssueImpaye.PLAN_EN_COURS.value)

SIGNALES = Population(
    Unit.DOSSIER, "impayés placés par leur date de signalement",
    _TABLE, within(_P.date_signalement), _COLUMNS, SCOPE,
)  # fmt: skip
RESOLUS_OU_PLAN = Population(
    Unit.FAMILLE,
    "familles dont l'impayé signalé dans la période est résolu, ou couvert par un plan, au dernier jour : "
    "c'est l'issue de ce jour-là qui compte, même si elle a changé depuis",
    _TABLE, (*within(_P.date_signalement), _KNOWN.in_(_SOLVED)), (_SIGNALEMENT, *_DEBT, _THEN, _REFERENCE),
    SCOPE, events=False,
)  # fmt: skip
OUVERTS = Population(
    Unit.DOSSIER,
    "impayés signalés au plus tard le dernier jour de la période, et qui ne sont ce jour-là ni résolus ni "
    "sans solution ; une issue sans date compte telle qu'elle est enregistrée",
    _TABLE, (_P.date_signalement < FIN, ETAT.not_in(sorted(ISSUES_CLOSES))),
    (_SIGNALEMENT, *_DEBT, _THEN, _REFERENCE), SCOPE, events=False,
)  # fmt: skip
_CONTACT = func.coalesce(
    _P.date_premier_contact,
    select(func.min(_F.date)).where(_F.impaye_id == _P.id, _F.nature == "contact").scalar_subquery(),
)
_DELAY = case((_P.date_signalement > _CONTACT, 0), else_=days_between(_P.date_signalement, _CONTACT))
CONTACTES = Population(
    Unit.DOSSIER,
    "impayés signalés dans la période, dont la famille a été contactée au plus tard le dernier jour : "
    "à la date de premier contact, sinon au premier contact noté parmi les faits",
    _TABLE, (*within(_P.date_signalement), _CONTACT < FIN),
    (
        _SIGNALEMENT, Shown("contact", "Premier contact", _CONTACT, RecordKind.DATE),
        Shown("delai", "Délai (jours)", _DELAY, RecordKind.NUMBER), *_DEBT, _REFERENCE,
    ),
    SCOPE, events=False,
)  # fmt: skip
CLOS = Population(
    Unit.DOSSIER,
    "impayés résolus ou sans solution, placés par la date de cette issue, et non rouverts depuis",
    _TABLE, (_P.date_signalement < FIN, *within(_P.date_issue), _P.issue.in_(sorted(ISSUES_CLOSES))),
    (
        _ISSUE[1], _ISSUE[0], Shown("suite_logement", "Logement", _P.suite_logement, liste="suite_logement"),
        _SIGNALEMENT, *_DEBT, _REFERENCE,
    ),
    SCOPE,
)  # fmt: skip
SUITES = Population(
    Unit.DOSSIER, f"{CLOS.phrase}, et dont on sait ce que le logement est devenu",
    CLOS.source, (*CLOS.where, _P.suite_logement.is_not(None)), CLOS.columns, SCOPE,
)  # fmt: skip

AIDE_LOGEMENT = Axis("aide_logement", _P.aide_logement, axes.codes("aide_logement"))
PROCEDURE = Axis("procedure", _P.procedure, axes.codes("procedure"))
_SUITE = Axis("suite", _P.suite_logement, axes.codes("suite_logement"))
_CIBLE_LOCALE = Fixed(Axis("cible_locale", _P.cible_locale, axes.yes_no), ("oui",))
_ADMINISTRATIF = Fixed(Axis("administratif", _P.accompagnement_administratif, axes.yes_no), ("oui",))
_SOCIAL = Fixed(Axis("social", _P.accompagnement_social, axes.yes_no), ("oui",))
_AVEC_PLAN = Fixed(Axis("etat", ETAT, axes.codes("issue_impaye")), (IssueImpaye.PLAN_EN_COURS,))
_FAMILLES = Measure(Operation.DISTINCT, _P.famille_id, Unit.FAMILLE)
_NOTE = "cible locale ; chaque famille compte une fois"
_BASE = "impayes.cible_locale.familles"
_TOTAL = "impayes.signales.total"
_REPERE = "beneficiaires_aide_logement"
_TAUX = "Impayés signalés dans l'année sur 100 bénéficiaires d'une aide au logement (repère de l'année)."

FIGURES = (
    Figures("impayes.signales.total", "Impayés signalés", SIGNALES),
    Figures(
        "impayes.signales.{aide_logement}", "{aide_logement}", SIGNALES, axes=(AIDE_LOGEMENT,),
        share_of=_TOTAL,
    ),
    Figures(
        "impayes.procedure.{procedure}", "{procedure}", SIGNALES, axes=(PROCEDURE,), share_of=_TOTAL,
        note="procédure enregistrée à ce jour",
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
    Figures("impayes.ouverts", "Dossiers ouverts au dernier jour", OUVERTS),
    Figures(
        "impayes.ouverts_avec_plan", "Dossiers ouverts avec un plan en cours", OUVERTS, fixed=(_AVEC_PLAN,),
        note="plan en cours ce jour-là",
    ),
    Figures("impayes.contactes", "Dossiers où la famille a été contactée", CONTACTES, share_of=_TOTAL),
    Figures(
        "impayes.delai_premier_contact", "Délai médian jusqu'au premier contact", CONTACTES,
        Measure(Operation.MEDIAN, _DELAY, Unit.JOUR),
        note="médiane du nombre de jours du signalement au premier contact ; un contact d'avant compte 0",
    ),
    Figures("impayes.clos", "Dossiers clos", CLOS),
    Figures("impayes.suites_connues", "Dossiers clos dont la suite est connue", SUITES),
    Figures(
        "impayes.maintiens", "Maintiens dans le logement", SUITES, fixed=(Fixed(_SUITE, ("maintien",)),),
        note="famille maintenue dans son logement",
    ),
    Figures(
        "impayes.expulsions", "Expulsions", SUITES, fixed=(Fixed(_SUITE, ("expulsion",)),),
        note="famille expulsée",
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
    Ratio(
        "impayes.taux_maintien", "Taux de maintien dans le logement", "impayes.maintiens",
        "impayes.suites_connues",
        sentence="Familles maintenues dans leur logement, sur 100 impayés clos dans la période dont on sait "
        "ce que le logement est devenu.",
    ),
)  # fmt: skip
