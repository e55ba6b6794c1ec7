"""What a sheet offers for a request: the aids of the year, and what is known of the family."""

from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from caseapp.domain.labels import format_date
from caseapp.domain.nomenclature import StatutRendezVous, TypeRendezVous
from caseapp.errors import InputError
from caseapp.models import (
    AideReglement,
    Famille,
    Intervention,
    PieceReglement,
    Reglement,
    RendezVous,
    TypeAide,
)
from caseapp.models.codes import CODE_LISTS
from caseapp.services.demandes_foyer import read_aides_recues, read_foyer, read_waiting
from caseapp.services.demandes_lignes import AideOfferte, AidesOffertes, FamilleDemande
from caseapp.services.familles import FamilleRow, choice_label
from caseapp.services.perimetre import Choice

_I, _R = Intervention.__table__.c, RendezVous.__table__.c
_SHOWN = 20
PROTECTED = "Famille protégée : son adresse et son téléphone restent masqués."
NON_ALLOCATAIRE = "Cette famille n'a pas de numéro d'allocataire."


def read_offered(session: Session, annee: int) -> AidesOffertes:
    """Return the aids of the règlement of a year, by label; every known aid when the year has none."""
    unite = CODE_LISTS["unite_aide"]
    statement = (
        select(AideReglement.id, TypeAide.id, TypeAide.libelle, AideReglement.formes, unite.libelle)
        .join(Reglement, Reglement.id == AideReglement.reglement_id)
        .join(TypeAide, TypeAide.id == AideReglement.type_aide_id)
        .outerjoin(unite, unite.code == AideReglement.unite)
        .where(Reglement.annee == annee)
        .order_by(TypeAide.libelle, AideReglement.id)
    )
    rows = session.execute(statement).all()
    known = session.scalar(select(Reglement.id).where(Reglement.annee == annee)) is not None
    if not known:
        return AidesOffertes(annee, _every(session), reglement=False)
    pieces = _pieces(session, [row[0] for row in rows])
    first: dict[int, AideOfferte] = {}
    for ident, type_aide, libelle, formes, label in rows:
        offered = AideOfferte(type_aide, libelle, formes, (label or "").lower(), pieces.get(ident, ()))
        first.setdefault(type_aide, offered)
    return AidesOffertes(annee, tuple(first.values()), reglement=True)


def _every(session: Session) -> tuple[AideOfferte, ...]:
    statement = select(TypeAide.id, TypeAide.libelle, TypeAide.formes).order_by(TypeAide.libelle)
    rows = session.execute(statement)
    return tuple(AideOfferte(ident, label, formes or "", "") for ident, label, formes in rows)


def _pieces(session: Session, ids: list[int]) -> dict[int, tuple[tuple[str, bool], ...]]:
    found: dict[int, tuple[tuple[str, bool], ...]] = {}
    statement = select(PieceReglement).where(PieceReglement.aide_reglement_id.in_(ids))
    for one in session.scalars(statement.order_by(PieceReglement.rang, PieceReglement.id)):
        before = found.get(one.aide_reglement_id, ())
        found[one.aide_reglement_id] = (*before, (one.libelle, one.obligatoire))
    return found


def read_famille(session: Session, famille_id: int, jour: date, sauf: int | None) -> FamilleDemande:
    """Return what is known of a family on a day, the request `sauf` left out; InputError when it is gone."""
    famille = session.get(Famille, famille_id)
    if famille is None:
        raise InputError("Cette famille n'est plus dans la base.")
    interventions = _interventions(session, famille_id)
    return FamilleDemande(
        famille=Choice(str(famille.id), _label(famille)),
        allocataire=famille.matricule is not None,
        notices=read_notices(famille),
        foyer=read_foyer(session, famille_id, jour),
        interventions=tuple(choice for choice, _open in interventions),
        proposee=next((choice.key for choice, is_open in interventions if is_open), None),
        rendez_vous=_rights_meetings(session, famille_id),
        aides_recues=read_aides_recues(session, famille_id, jour, sauf),
        en_attente=read_waiting(session, famille_id, sauf),
    )


def read_notices(famille: Famille) -> tuple[str, ...]:
    """Return what must be known before reaching a family, in sentences."""
    said = (
        famille.protection and PROTECTED,
        famille.ne_pas_appeler and "Ne pas appeler.",
        famille.ne_pas_ecrire and "Ne pas écrire : prévenir la famille autrement.",
        famille.consigne,
        famille.matricule is None and NON_ALLOCATAIRE,
    )
    return tuple(str(one) for one in said if one)


def _label(famille: Famille) -> str:
    return choice_label(
        FamilleRow(
            famille.id, famille.reference, famille.matricule, famille.nom, famille.prenom, None, "", None,
            bool(famille.protection),
        )
    )  # fmt: skip


def _interventions(session: Session, famille_id: int) -> tuple[tuple[Choice, bool], ...]:
    """Return the interventions, open ones first, then the latest; each with whether it is open."""
    motif, nature = CODE_LISTS["motif"], CODE_LISTS["nature"]
    statement: Select[Any] = (
        select(_I.id, motif.libelle, nature.libelle, _I.date_ouverture, _I.date_contrat, _I.date_cloture)
        .join(motif, motif.code == _I.motif)
        .join(nature, nature.code == _I.nature)
        .where(_I.famille_id == famille_id)
        .order_by(_I.date_cloture.is_not(None), _I.date_ouverture.desc(), _I.id.desc())
        .limit(_SHOWN)
    )
    return tuple(
        (Choice(str(row[0]), intervention_words(row[1], row[2], row[3], row[4])), row[5] is None)
        for row in session.execute(statement)
    )


def intervention_words(motif: str, nature: str, opened: date, contract: date | None) -> str:
    """Say an intervention and its contrat de projet on one line."""
    signed = f" · contrat de projet du {format_date(contract)}" if contract else ""
    return f"{motif} · {nature.lower()} du {format_date(opened)}{signed}"


def _rights_meetings(session: Session, famille_id: int) -> tuple[Choice, ...]:
    statement: Select[Any] = (
        select(_R.id, _R.date)
        .where(
            _R.famille_id == famille_id,
            _R.type == TypeRendezVous.RENDEZ_VOUS_DES_DROITS.value,
            _R.statut == StatutRendezVous.HONORE.value,
        )
        .order_by(_R.date.desc(), _R.id.desc())
        .limit(_SHOWN)
    )
    return tuple(Choice(str(ident), f"Du {format_date(day)}") for ident, day in session.execute(statement))
