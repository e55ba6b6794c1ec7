"""Dwellings and who lives in them: several families in one, several over time for a family."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.domain.communes import CommuneDirectory
from caseapp.domain.labels import format_date, plural
from caseapp.domain.names import family_name
from caseapp.domain.text import fold
from caseapp.models import Famille, Logement, LogementSignale, Occupation
from caseapp.services.fil_faits import Labels
from caseapp.services.logements_controles import NO_DWELLING, check_occupation, fill_dwelling
from caseapp.services.logements_faits import ouvert
from caseapp.services.logements_liste import place_of
from caseapp.services.logements_rows import FamilleLogee, LogementSaisie, OccupationRow, OccupationSaisie
from caseapp.services.logements_vue import occupation_rows
from caseapp.services.perimetre import Choice
from caseapp.services.saisie_suivi import require_record
from caseapp.store import Step, Store

_SHOWN = 12
_HIDDEN = "Logement de la famille (adresse masquée)"
_OCCUPATION_GONE = "Cette occupation n'est plus dans la base."


class OccupationService:
    """Finds dwellings and writes who lives in them; it never merges two dwellings."""

    def __init__(self, store: Store, auteur: str, communes: CommuneDirectory) -> None:
        self._store, self._auteur, self._communes = store, auteur, communes

    # --- Reading ---

    def search(self, text: str, famille_id: int | None = None) -> tuple[Choice, ...]:
        """Return the dwellings that hold every word (address, commune, landlord), the family's own first."""
        wanted = fold(text).split()
        with self._store.read() as session:
            own = _of_family(session, famille_id)
            protected = _is_protected(session, famille_id)
            found = []
            for one in session.scalars(select(Logement)):
                label = self._label(one)
                if all(word in fold(f"{label} {one.complement or ''}") for word in wanted):
                    hidden = protected and one.id in own
                    found.append((one.id not in own, fold(label), one.id, _HIDDEN if hidden else label))
        return tuple(Choice(str(ident), label) for _, _, ident, label in sorted(found)[:_SHOWN])

    def choice(self, logement_id: int, famille_id: int) -> Choice:
        """Return a dwelling as a field of a file of the family shows it."""
        with self._store.read() as session:
            one = require_record(session, Logement, logement_id, NO_DWELLING)
            return Choice(str(one.id), _HIDDEN if _is_protected(session, famille_id) else self._label(one))

    def semblables(self, adresse: str, code_commune: str | None, sauf: int | None = None) -> tuple[str, ...]:
        """Return the dwellings known at the same address, in words; an unknown commune may be the same."""
        wanted = fold(adresse)
        if not wanted:
            return ()
        with self._store.read() as session:
            return tuple(
                self._label(one)
                for one in session.scalars(select(Logement).order_by(Logement.id))
                if one.id != sauf
                and fold(one.adresse) == wanted
                and (code_commune is None or one.code_commune in {None, code_commune})
            )

    def famille(self, famille_id: int, today: date) -> FamilleLogee:
        """Return what a report must know of its family; InputError when it is gone."""
        with self._store.read() as session:
            famille = require_record(session, Famille, famille_id, "Cette famille n'est plus dans la base.")
            living = select(Logement).join(Occupation, Occupation.logement_id == Logement.id).where(
                Occupation.famille_id == famille_id, Occupation.date_sortie.is_(None)
            )  # fmt: skip
            homes = session.scalars(living).unique().all()
            reports = select(LogementSignale.date_signalement).where(
                LogementSignale.famille_id == famille_id, ouvert(today)
            )
            days = session.scalars(reports.order_by(LogementSignale.date_signalement)).all()
            hidden = bool(famille.protection)
            return FamilleLogee(
                family_name(famille.nom, famille.prenom), hidden,
                (homes[0].id, _HIDDEN if hidden else self._label(homes[0])) if len(homes) == 1 else None,
                tuple(f"signalement du {format_date(day)}" for day in days),
            )  # fmt: skip

    def list_famille(self, famille_id: int) -> tuple[OccupationRow, ...]:
        """Return the dwellings of a family, the latest first."""
        statement = select(Occupation).where(Occupation.famille_id == famille_id)
        ordered = statement.order_by(Occupation.date_entree.is_(None), Occupation.date_entree.desc())
        with self._store.read() as session:
            return tuple(occupation_rows(session, ordered, Labels(session), self._communes, famille_id))

    # --- Writing ---

    def edit_dwelling(self, logement_id: int, saisie: LogementSaisie, famille_id: int | None = None) -> None:
        """Correct a dwelling for all who live there; the step is listed under the family of the file."""
        with self._store.write(self._auteur, Step("Logement modifié", famille_id)) as session:
            fill_dwelling(session, require_record(session, Logement, logement_id, NO_DWELLING), saisie)

    def add(self, saisie: OccupationSaisie) -> int:
        """Add a family to a dwelling."""
        with self._store.write(self._auteur, Step("Occupant ajouté", saisie.famille_id)) as session:
            check_occupation(session, saisie)
            stay = Occupation(famille_id=saisie.famille_id, logement_id=saisie.logement_id)
            _fill(stay, saisie)
            session.add(stay)
            session.flush()
            return stay.id

    def edit(self, occupation_id: int, saisie: OccupationSaisie) -> None:
        """Correct a stay, or note its end."""
        label = "Occupation modifiée" if saisie.date_sortie is None else "Sortie du logement notée"
        with self._store.write(self._auteur, Step(label, saisie.famille_id)) as session:
            stay = require_record(session, Occupation, occupation_id, _OCCUPATION_GONE)
            check_occupation(session, saisie, occupation_id)
            _fill(stay, saisie)

    def remove(self, occupation_id: int) -> None:
        """Take away a stay noted by mistake; the dwelling and the family stay."""
        with self._store.read() as session:
            famille_id = require_record(session, Occupation, occupation_id, _OCCUPATION_GONE).famille_id
        with self._store.write(self._auteur, Step("Occupation retirée", famille_id)) as session:
            session.delete(require_record(session, Occupation, occupation_id, _OCCUPATION_GONE))

    def _label(self, one: Logement) -> str:
        area = plural(one.surface, "m²", "m²") if one.surface else ""
        parts = (
            place_of(one.adresse, one.code_commune, self._communes.name),
            one.complement,
            one.bailleur,
            area,
        )
        return " · ".join(part for part in parts if part)


def _fill(stay: Occupation, saisie: OccupationSaisie) -> None:
    stay.date_entree, stay.date_sortie, stay.statut = saisie.date_entree, saisie.date_sortie, saisie.statut


def _of_family(session: Session, famille_id: int | None) -> frozenset[int]:
    statement = select(Occupation.logement_id).where(Occupation.famille_id == famille_id)
    return frozenset() if famille_id is None else frozenset(session.scalars(statement))


def _is_protected(session: Session, famille_id: int | None) -> bool:
    famille = None if famille_id is None else session.get(Famille, famille_id)
    return bool(famille and famille.protection)
