"""The rights looked at in the timeline of a family: one fact for each day on which states were noted."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.models import DroitExamine, RendezVous
from caseapp.models.codes import CodeDroit, CodeEtatDroit
from caseapp.services.fil_faits import Fait, FaitKind, sentence

_COUNTED = ("verse", "sans_objet")
"""States of which the number is enough: most rights are in one of them."""


def read_rights(session: Session, famille_id: int) -> Iterator[Fait]:
    """Yield the facts; each opens the list of its appointment."""
    statement = (
        select(
            RendezVous.id, RendezVous.reference, DroitExamine.date_etat, DroitExamine.etat,
            CodeEtatDroit.libelle, CodeDroit.libelle,
        )
        .join(RendezVous, RendezVous.id == DroitExamine.rendez_vous_id)
        .join(CodeEtatDroit, CodeEtatDroit.code == DroitExamine.etat)
        .join(CodeDroit, CodeDroit.code == DroitExamine.droit)
        .where(RendezVous.famille_id == famille_id)
        .order_by(CodeEtatDroit.ordre, CodeDroit.ordre)
    )  # fmt: skip
    days: dict[tuple[int, str, date], dict[tuple[str, str], list[str]]] = defaultdict(dict)
    for ident, reference, day, etat, etat_libelle, droit in session.execute(statement):
        days[ident, reference, day].setdefault((etat, etat_libelle), []).append(droit)
    for (ident, reference, day), states in days.items():
        said = [_state(etat, label, rights) for (etat, label), rights in states.items()]
        yield Fait(
            day, FaitKind.RENDEZ_VOUS, "Droits examinés", sentence(*said), "", None, reference,
            DroitExamine.__tablename__, ident,
        )  # fmt: skip


def _state(etat: str, label: str, rights: list[str]) -> str:
    """Say `demandé : RSA et aide au logement`, or `3 versés`."""
    word = label[:1].lower() + label[1:]
    if etat in _COUNTED:
        plural = "s" if len(rights) > 1 and not word.startswith("sans") else ""
        return f"{len(rights)} {word}{plural}"
    return f"{word} : {' et '.join(rights)}" if len(rights) < 3 else f"{word} : {', '.join(rights)}"
