"""The cards of the board, read for any number of files in a few statements."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from caseapp.domain.etapes_impaye import Etape, etape
from caseapp.domain.faits_dossier import ISSUES_CLOSES
from caseapp.domain.jeu_de_regles import Domaine
from caseapp.domain.names import family_name, worker_name
from caseapp.domain.text import fold
from caseapp.models import Agent, Famille, Impaye
from caseapp.models.codes import CODE_LISTS
from caseapp.services.dossiers_rows import EcheanceSuivie
from caseapp.services.echeances_ouvertes import Ouvertes
from caseapp.services.impayes_faits import ImpayeCalcule
from caseapp.services.impayes_tableau_rows import CarteRow, FiltreTableau, PlanCarte

_I, _F, _A = Impaye.__table__.c, Famille.__table__.c, Agent.__table__.c
_BATCH = 900
_OUI = "oui"


def read_cards(
    session: Session, now: Ouvertes, former: Ouvertes | None, cards: Mapping[int, CarteRow]
) -> dict[int, CarteRow]:
    """Return a card for each open file; one that nothing has touched since `former` keeps the one it had."""
    before = {} if former is None else former.dossiers[Domaine.IMPAYES]
    files = now.dossiers[Domaine.IMPAYES]
    found = {ident: card for ident, card in cards.items() if ident in files and before[ident] is files[ident]}
    fresh = [one for ident, one in files.items() if ident not in found and isinstance(one, ImpayeCalcule)]
    families, agents = _families(session, {one.famille_id for one in fresh}), _agent_names(session)
    for one in fresh:
        if one.famille_id not in families:
            continue  # merged into another since: the board is read again at once
        pending = now.familles.get(one.famille_id, ())
        following = next((two for two in pending if two.dossier is one), None)
        found[one.id] = _card(one, following, families[one.famille_id], agents)
    return found


def read_closed_ids(session: Session, filtre: FiltreTableau, agent_id: int | None) -> tuple[int, ...]:
    """Return the closed files kept, the last closed first; none is late."""
    if filtre.en_retard:
        return ()
    statement = _closed().where(_I.issue.in_(ISSUES_CLOSES))
    for column, wanted in (
        (_I.agent_id, agent_id), (_I.bailleur, filtre.bailleur), (_I.aide_logement, filtre.aide),
        (_F.code_commune, filtre.commune), (_I.cible_locale, filtre.cible_locale or None),
    ):  # fmt: skip
        if wanted is not None:
            statement = statement.where(column == wanted)
    if filtre.bailleur is not None:
        statement = statement.where(_F.protection.is_not(True))
    rows = session.execute(statement.order_by(_I.date_issue.desc(), _I.id.desc())).all()
    words = fold(filtre.texte).split()
    return tuple(row.id for row in rows if not words or all(word in _searched(row, row) for word in words))


def read_closed_rows(session: Session, ids: Sequence[int]) -> tuple[CarteRow, ...]:
    """Return closed files, in any order."""
    agents, issues = _agent_names(session), dict(_labels(session, "issue_impaye"))
    found: list[CarteRow] = []
    for start in range(0, len(ids), _BATCH):
        rows = session.execute(_closed().where(_I.id.in_(list(ids[start : start + _BATCH])))).all()
        found.extend(_closed_card(row, agents, issues) for row in rows)
    return tuple(found)


def aid_labels(session: Session) -> dict[str, str]:
    """Return the housing aids by code."""
    return dict(_labels(session, "aide_logement"))


def _labels(session: Session, name: str) -> Iterable[tuple[str, str]]:
    mapped = CODE_LISTS[name]
    return [(code, label) for code, label in session.execute(select(mapped.code, mapped.libelle))]


def _families(session: Session, ids: Collection[int]) -> dict[int, Any]:
    columns = (_F.id, _F.nom, _F.prenom, _F.protection, _F.code_commune, _F.matricule)
    wanted, found = sorted(ids), dict[int, Any]()
    for start in range(0, len(wanted), _BATCH):
        rows = session.execute(select(*columns).where(_F.id.in_(wanted[start : start + _BATCH])))
        found |= {row.id: row for row in rows}
    return found


def _closed() -> Select[Any]:
    return select(
        _I.id, _I.reference, _I.famille_id, _I.aide_logement, _I.bailleur, _I.reference_bailleur, _I.dette,
        _I.cible_locale, _I.date_signalement, _I.issue, _I.date_issue, _I.agent_id, _F.nom, _F.prenom,
        _F.protection, _F.code_commune, _F.matricule,
    ).join(_F.id.table, _F.id == _I.famille_id)  # fmt: skip


def _agent_names(session: Session) -> dict[int, str]:
    rows = session.execute(select(_A.id, _A.nom, _A.prenom, _A.code))
    return {ident: worker_name(nom, prenom, code) for ident, nom, prenom, code in rows}


def _searched(famille: Any, lu: Any) -> str:
    """Return where a search looks: the family, its number, the file's, the landlord and its reference.

    The landlord of a protected family tells where it lives: nothing is found by it.
    """
    landlord = () if famille.protection else (lu.bailleur, lu.reference_bailleur)
    words = (famille.nom, famille.prenom, famille.matricule, lu.reference, *landlord)
    return fold(" ".join(one for one in words if one))


def _landlord(famille: Any, lu: Any) -> str | None:
    return None if famille.protection else lu.bailleur


def _card(
    dossier: ImpayeCalcule, following: EcheanceSuivie | None, famille: Any, agents: dict[int, str]
) -> CarteRow:
    lu, plan, faits = dossier.lu, dossier.plan, dossier.dossier
    shown = None
    if plan is not None and plan.nombre and plan.mensualite:
        shown = PlanCarte(plan.nombre, plan.mensualite, plan.prochaine, plan.prochaine_le)
    return CarteRow(
        lu.id, famille.id, family_name(famille.nom, famille.prenom), bool(famille.protection),
        famille.code_commune, lu.aide_logement, _landlord(famille, lu), dossier.dette, shown,
        etape(faits.faits, faits.attributs), following, dossier.agent_id,
        agents.get(dossier.agent_id or 0, ""), faits.attributs.get("cible_locale") == _OUI,
        lu.date_signalement, _searched(famille, lu),
    )  # fmt: skip


def _closed_card(row: Any, agents: dict[int, str], issues: dict[str, str]) -> CarteRow:
    return CarteRow(
        row.id, row.famille_id, family_name(row.nom, row.prenom), bool(row.protection), row.code_commune,
        row.aide_logement, _landlord(row, row), row.dette, None, Etape.CLOS, None, row.agent_id,
        agents.get(row.agent_id or 0, ""), bool(row.cible_locale), row.date_signalement,
        _searched(row, row), issues.get(row.issue or "", ""), row.date_issue,
    )  # fmt: skip
