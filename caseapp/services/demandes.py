"""Requests for a financial aid: made for a family, completed, given up, followed to their decision.

The règlement that a request is compared with is that of the year of its `date_demande`; it explains, it
never refuses but an aid that it does not have. A request is complete when no compulsory document is missing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from caseapp.domain.labels import format_date
from caseapp.domain.nomenclature import EN_ATTENTE, SANS_SUITE
from caseapp.domain.reglement_aide import Constat
from caseapp.domain.text import fold
from caseapp.errors import FieldError, InputError
from caseapp.models import Aide, Cofinancement, PieceAide, Reglement, TypeAide
from caseapp.models.base import new_reference
from caseapp.services.agents import AgentService
from caseapp.services.budget_rows import EffetLigne
from caseapp.services.budget_sommes import EffectReader
from caseapp.services.demandes_controles import (
    GONE,
    check_amounts,
    check_before_session,
    checked_funders,
    fill,
    find_request,
    open_request,
    required_family,
    required_past,
)
from caseapp.services.demandes_foyer import read_aides_recues
from caseapp.services.demandes_lignes import (
    AideRecue,
    AidesOffertes,
    DemandeRow,
    DemandeSaisie,
    DemandeVue,
    FamilleDemande,
    Filtre,
    is_withdrawn,
)
from caseapp.services.demandes_liste import read_ids, read_rows
from caseapp.services.demandes_propositions import read_famille, read_offered
from caseapp.services.demandes_vue import duplicates, read_vue
from caseapp.services.perimetre import Choice
from caseapp.services.reglements import ReglementService
from caseapp.services.saisie_suivi import check_order, check_past, cleaned, filled_in, require_record
from caseapp.store import Step, Store

_PIECE_GONE = "Cette pièce n'est plus dans la base."
_NO_FILTER = Filtre()


@dataclass(frozen=True, slots=True)
class Apercu:
    """What would be said of a request being typed."""

    constats: tuple[Constat, ...]
    en_double: tuple[str, ...]
    aides_recues: tuple[AideRecue, ...]


class DemandeService:
    """Reads and writes the requests of an open store; every method that writes is one step."""

    def __init__(self, store: Store, auteur: str, agents: AgentService, reglements: ReglementService) -> None:
        self._store, self._auteur = store, auteur
        self._agents, self._reglements = agents, reglements

    # --- Reading ---

    def list_ids(self, filtre: Filtre = _NO_FILTER) -> tuple[int, ...]:
        """Return the requests that the filter keeps: those that wait oldest first, others latest first."""
        with self._store.read() as session:
            return read_ids(session, filtre)

    def list_rows(self, ids: Sequence[int]) -> tuple[DemandeRow, ...]:
        """Return the requests of `ids`, in that order; those gone are left out."""
        with self._store.read() as session:
            return read_rows(session, ids)

    def list_famille(self, famille_id: int) -> tuple[DemandeRow, ...]:
        """Return the requests of a family, latest first."""
        with self._store.read() as session:
            return read_rows(session, read_ids(session, Filtre(famille_id=famille_id)))

    def open_demande(self, aide_id: int) -> DemandeVue:
        """Return a request with all that is known of it; InputError when it is gone."""
        with self._store.read() as session:
            aide = find_request(session, aide_id)
            return read_vue(session, aide, self._reglements.constats(session, aide))

    def offertes(self, annee: int) -> AidesOffertes:
        """Return the aids that may be asked for in a year."""
        with self._store.read() as session:
            return read_offered(session, annee)

    def about(self, famille_id: int, jour: date, sauf: int | None = None) -> FamilleDemande:
        """Return what is known of the family that asks, on a day; the request `sauf` left out."""
        with self._store.read() as session:
            return read_famille(session, famille_id, jour, sauf)

    def apercu(self, saisie: DemandeSaisie, sauf: int | None = None) -> Apercu:
        """Return what would be said of a request being typed, once its family, aid and day are chosen."""
        if saisie.famille_id is None or saisie.type_aide_id is None or saisie.date_demande is None:
            return Apercu((), (), ())
        check_amounts(saisie)
        aide = Aide(
            id=sauf or 0, famille_id=saisie.famille_id, type_aide_id=saisie.type_aide_id,
            date_demande=saisie.date_demande, montant_demande=saisie.montant_demande,
            quotient_familial=saisie.quotient_familial, mois_qf=saisie.mois_qf, quantite=saisie.quantite,
            cout=saisie.cout, date_projet=saisie.date_projet,
        )  # fmt: skip
        with self._store.read() as session:
            required_family(session, saisie.famille_id)
            return Apercu(
                self._reglements.constats(session, aide),
                duplicates(session, saisie.famille_id, saisie.type_aide_id, sauf),
                read_aides_recues(session, saisie.famille_id, saisie.date_demande, sauf),
            )

    def effets(
        self, aide_id: int, pret: int | None, subvention: int | None, jour: date
    ) -> tuple[EffetLigne, ...]:
        """Return what granting these amounts (cents) that day would do to the budget lines."""
        with self._store.read() as session:
            aide = find_request(session, aide_id)
            return EffectReader(session, aide, jour.year).read(pret or 0, subvention or 0)

    def annees(self) -> tuple[int, ...]:
        """Return the civil years of the requests, latest first."""
        column = Aide.__table__.c.date_demande
        with self._store.read() as session:
            first, last = session.execute(select(func.min(column), func.max(column))).one()
            return () if first is None else tuple(range(last.year, first.year - 1, -1))

    def types(self) -> tuple[Choice, ...]:
        """Return every known aid, by label; the key is the identifier."""
        statement = select(TypeAide.id, TypeAide.libelle).order_by(TypeAide.libelle)
        with self._store.read() as session:
            return tuple(Choice(str(ident), label) for ident, label in session.execute(statement))

    # --- Writing ---

    def create(self, saisie: DemandeSaisie, today: date) -> int:
        """Make a request, by the user's agent when it is known; FieldError names the field refused."""
        me = self._agents.me()
        with self._store.write(self._auteur, Step("Demande d'aide ajoutée", saisie.famille_id)) as session:
            famille = required_family(session, saisie.famille_id)
            day = required_past(saisie, today)
            type_aide_id, pieces = self._wanted(session, saisie.type_aide_id, day)
            aide = Aide(
                reference=new_reference("AFI"), famille_id=famille.id, type_aide_id=type_aide_id,
                date_demande=day, decision=EN_ATTENTE, agent_id=me.id if me else None,
            )  # fmt: skip
            fill(session, aide, saisie, today)
            funders = checked_funders(session, saisie.financeurs)
            session.add(aide)
            session.flush()
            _attach(session, aide.id, funders)
            for label, compulsory in pieces:
                received = day if label in saisie.pieces_recues else None
                _add_piece(session, aide.id, label, received, compulsory=compulsory)
            session.flush()
            return aide.id

    def edit(self, aide_id: int, saisie: DemandeSaisie, today: date) -> None:
        """Correct a request that waits; another aid brings its documents, those received staying."""
        with self._store.write(self._auteur, self._step("Demande d'aide modifiée", aide_id)) as session:
            aide = open_request(session, aide_id)
            day = required_past(saisie, today)
            check_before_session(session, aide, day)
            other = saisie.type_aide_id != aide.type_aide_id
            if other or day.year != aide.date_demande.year:
                type_aide_id, pieces = self._wanted(session, saisie.type_aide_id, day)
                if other:
                    _replace_pieces(session, aide.id, pieces)
                aide.type_aide_id = type_aide_id
            aide.date_demande = day
            fill(session, aide, saisie, today)
            funders = checked_funders(session, saisie.financeurs)
            for former in session.scalars(select(Cofinancement).where(Cofinancement.aide_id == aide_id)):
                session.delete(former)
            session.flush()
            _attach(session, aide.id, funders)

    def receive(self, piece_id: int, jour: date | None, today: date) -> None:
        """Note the day when a document was received; None says that it was not."""
        with self._store.read() as session:
            piece = require_record(session, PieceAide, piece_id, _PIECE_GONE)
            step = self._step("Pièce reçue" if jour else "Pièce à recevoir", piece.aide_id)
        check_past("date_reception", jour, today)
        with self._store.write(self._auteur, step) as session:
            require_record(session, PieceAide, piece_id, _PIECE_GONE).date_reception = jour

    def add_piece(self, aide_id: int, libelle: str, *, obligatoire: bool) -> int:
        """Ask for a document that the règlement does not name."""
        label = filled_in("libelle", libelle, "Dites quelle pièce est demandée.")
        with self._store.write(self._auteur, self._step("Pièce demandée", aide_id)) as session:
            open_request(session, aide_id)
            _check_new(session, aide_id, label)
            piece = _add_piece(session, aide_id, label, None, compulsory=obligatoire)
            session.flush()
            return piece.id

    def withdraw(self, aide_id: int, jour: date, motif: str | None, today: date) -> None:
        """Note that the family gave its request up that day: it leaves its agenda."""
        with self._store.write(self._auteur, self._step("Demande classée sans suite", aide_id)) as session:
            aide = open_request(session, aide_id)
            check_past("jour", jour, today)
            check_order("jour", aide.date_demande, jour, "la demande")
            aide.decision, aide.date_decision, aide.seance_id = SANS_SUITE, jour, None
            aide.motif_decision = cleaned("motif", motif)

    def reopen(self, aide_id: int) -> None:
        """Let a request given up wait again."""
        with self._store.write(self._auteur, self._step("Demande rouverte", aide_id)) as session:
            aide = find_request(session, aide_id)
            if not is_withdrawn(aide.decision):
                raise InputError("Seule une demande sans suite se rouvre.")
            aide.decision, aide.date_decision, aide.motif_decision = EN_ATTENTE, None, None

    def _step(self, label: str, aide_id: int) -> Step:
        with self._store.read() as session:
            return Step(label, require_record(session, Aide, aide_id, GONE).famille_id)

    def _wanted(
        self, session: Session, type_aide_id: int | None, day: date
    ) -> tuple[int, tuple[tuple[str, bool], ...]]:
        """Return the aid and its documents; FieldError for one that the règlement of the year does not have.

        A year without any règlement accepts every known aid: nothing says which are in force.
        """
        found = None if type_aide_id is None else session.get(TypeAide, type_aide_id)
        if found is None:
            raise FieldError("aide", "Choisissez l'aide demandée.")
        regle = self._reglements.regle(session, found.id, day.year)
        if regle is not None:
            return found.id, regle.pieces
        if session.scalar(select(Reglement.id).where(Reglement.annee == day.year)) is not None:
            raise FieldError(
                "aide",
                f"« {found.libelle} » n'est pas au règlement de {day.year} : "
                f"choisissez une autre aide, ou vérifiez la date ({format_date(day)}).",
            )
        return found.id, ()


def _attach(session: Session, aide_id: int, funders: Sequence[Cofinancement]) -> None:
    for one in funders:
        one.aide_id = aide_id
        session.add(one)


def _add_piece(
    session: Session, aide_id: int, label: str, received: date | None, *, compulsory: bool
) -> PieceAide:
    piece = PieceAide(aide_id=aide_id, libelle=label, obligatoire=compulsory, date_reception=received)
    session.add(piece)
    return piece


def _check_new(session: Session, aide_id: int, label: str) -> None:
    asked = session.scalars(select(PieceAide.libelle).where(PieceAide.aide_id == aide_id))
    if fold(label) in map(fold, asked):
        raise FieldError("libelle", "Cette pièce est déjà demandée.")


def _replace_pieces(session: Session, aide_id: int, wanted: Sequence[tuple[str, bool]]) -> None:
    """Ask for the documents of another aid; those received stay, those asked for by the former one go."""
    kept: dict[str, PieceAide] = {}
    for piece in session.scalars(select(PieceAide).where(PieceAide.aide_id == aide_id)).all():
        if piece.date_reception is None:
            session.delete(piece)
        else:
            kept[piece.libelle] = piece
    labels = dict(wanted)
    for label, piece in kept.items():
        piece.obligatoire = labels.get(label, False)
    for label, compulsory in wanted:
        if label not in kept:
            _add_piece(session, aide_id, label, None, compulsory=compulsory)
