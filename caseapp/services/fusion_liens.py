"""What points to a family: found in the declarations of the tables, so that a new table is not forgotten."""

from collections.abc import Iterator

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from caseapp.domain.text import fold
from caseapp.models import Base, Famille, Personne, Situation
from caseapp.store.operations import MAPPED

LABELS = {
    "interventions": ("intervention", "interventions"),
    "rendez_vous": ("rendez-vous", "rendez-vous"),
    "aides": ("aide financière", "aides financières"),
    "impayes": ("impayé", "impayés"),
    "logements_signales": ("logement signalé", "logements signalés"),
    "occupations": ("logement occupé", "logements occupés"),
    "suivis_rsa": ("suivi RSA", "suivis RSA"),
    "offres_contact": ("offre de contact", "offres de contact"),
    "appels": ("appel", "appels"),
    "notes": ("note", "notes"),
    "orientations": ("orientation", "orientations"),
    "personnes": ("personne du foyer", "personnes du foyer"),
    "situations": ("situation", "situations"),
    "references_fusionnees": ("ancienne référence", "anciennes références"),
}
"""What is moved, one and several; a table that is missing here is called by its name."""


def family_columns() -> Iterator[tuple[type[Base], str]]:
    """Give every class whose records belong to a family, with the attribute that says which."""
    for name in sorted(MAPPED):
        for attribute in inspect(MAPPED[name]).column_attrs:
            if any(key.column.table is Famille.__table__ for key in attribute.columns[0].foreign_keys):
                yield MAPPED[name], attribute.key


def moved_records(session: Session, famille_id: int) -> Iterator[tuple[Base, str]]:
    """Give every record of a family with the attribute that points to it."""
    for mapped, name in family_columns():
        for record in session.scalars(select(mapped).where(getattr(mapped, name) == famille_id)):
            yield record, name


def left_behind(session: Session, kept_id: int, absorbed_id: int) -> tuple[Base, ...]:
    """Return what the kept family has already: situations of a same day, people of a same name and birth."""
    days = set(session.scalars(select(Situation.date_effet).where(Situation.famille_id == kept_id)))
    people = {_who(one) for one in session.scalars(select(Personne).where(Personne.famille_id == kept_id))}
    situations = session.scalars(select(Situation).where(Situation.famille_id == absorbed_id))
    persons = session.scalars(select(Personne).where(Personne.famille_id == absorbed_id))
    return (
        *(one for one in situations if one.date_effet in days),
        *(one for one in persons if one.date_naissance is not None and _who(one) in people),
    )


def _who(one: Personne) -> tuple[object, ...]:
    return fold(one.prenom), one.date_naissance
