"""The board of arrears: the open files by stage, the next deadline first; the closed ones for the list."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, timedelta
from threading import Lock

from caseapp.domain.communes import CommuneDirectory
from caseapp.domain.etapes_impaye import Etape
from caseapp.domain.jeu_de_regles import Domaine
from caseapp.domain.text import fold
from caseapp.errors import InputError
from caseapp.services.agents import AgentService
from caseapp.services.echeances_dossiers import EcheanceService
from caseapp.services.echeances_ouvertes import Ouvertes
from caseapp.services.impayes_tableau_lecture import (
    aid_labels,
    read_cards,
    read_closed_ids,
    read_closed_rows,
)
from caseapp.services.impayes_tableau_rows import CarteRow, Colonne, FiltreTableau, Tableau
from caseapp.services.jeux_de_regles import JeuxDeReglesService
from caseapp.services.perimetre import Choice
from caseapp.store import Store

__all__ = ["CarteRow", "Colonne", "FiltreTableau", "Tableau", "TableauImpayesService"]

_ALWAYS = (Etape.SIGNALE, Etape.PLAN_ATTENDU, Etape.PLAN_EN_COURS, Etape.CCAPEX)
"""Columns that are there even without any file."""
_RECENT = timedelta(days=365)
_UNKNOWN_ME = "Dites d'abord qui vous êtes, sur l'accueil."


class TableauImpayesService:
    """Reads the board; the cards of files that nothing has touched are kept."""

    def __init__(
        self,
        store: Store,
        agents: AgentService,
        regles: JeuxDeReglesService,
        echeances: EcheanceService,
        communes: CommuneDirectory,
    ) -> None:
        self._store, self._agents, self._regles = store, agents, regles
        self._echeances, self._communes = echeances, communes
        self._lock = Lock()
        self._read_for: Ouvertes | None = None
        self._known: dict[int, CarteRow] = {}
        self._late = 0

    def lire(self, today: date, filtre: FiltreTableau | None = None) -> Tableau:
        """Return the board; InputError for « les miens » when nobody said who uses the program."""
        wanted = filtre or FiltreTableau()
        me = self._me(wanted)
        cartes, late = self._read(today)
        kept = sorted(
            (one for one in cartes if _keeps(one, wanted, me, today)), key=lambda one: _rank(one, me, today)
        )
        by_stage: dict[Etape, list[CarteRow]] = {one: [] for one in _ALWAYS}
        for one in kept:
            by_stage.setdefault(one.etape, []).append(one)
        with self._store.read() as session:
            aids = aid_labels(session)
        return Tableau(
            tuple(Colonne(one, tuple(by_stage[one])) for one in Etape if one in by_stage), tuple(kept), late,
            len(cartes), self._new_rules(today),
            _choices(cartes, lambda one: one.agent_id, lambda one: one.agent),
            _choices(cartes, lambda one: one.bailleur, lambda one: one.bailleur or ""),
            _choices(cartes, lambda one: one.commune, lambda one: self._communes.name(one.commune or "")),
            tuple(Choice(code, label) for code, label in aids.items()),
        )  # fmt: skip

    def clos(self, filtre: FiltreTableau | None = None) -> tuple[int, ...]:
        """Return the closed files that the filter keeps, the last closed first; nothing of them is late."""
        wanted = filtre or FiltreTableau()
        me = self._me(wanted)
        with self._store.read() as session:
            return read_closed_ids(session, wanted, me if wanted.mine else wanted.agent_id)

    def lignes_closes(self, ids: Sequence[int]) -> tuple[CarteRow, ...]:
        """Return some closed files as the list shows them."""
        with self._store.read() as session:
            return read_closed_rows(session, ids)

    def _me(self, filtre: FiltreTableau) -> int | None:
        me = self._agents.me()
        if filtre.mine and me is None:
            raise InputError(_UNKNOWN_ME)
        return None if me is None else me.id

    def _read(self, today: date) -> tuple[Collection[CarteRow], int]:
        """Read once for several that ask at the same time, each in its worker."""
        with self._lock, self._store.read() as session:
            ouvertes = self._echeances.ouvertes.read(today)
            if ouvertes is not self._read_for:
                self._known = read_cards(session, ouvertes, self._read_for, self._known)
                self._late = self._echeances.retards(today)[Domaine.IMPAYES]
                self._read_for = ouvertes
            return self._known.values(), self._late

    def _new_rules(self, today: date) -> tuple[date, ...]:
        """Return since when other rules hold, to come or since less than a year."""
        jeux = self._regles.en_vigueur().jeux
        starts = {one.du for one in jeux if one.domaine is Domaine.IMPAYES and not one.local and one.du}
        return tuple(sorted(one for one in starts if one > today - _RECENT))


def _keeps(one: CarteRow, filtre: FiltreTableau, me: int | None, today: date) -> bool:
    return (
        (not filtre.mine or one.agent_id == me)
        and (filtre.agent_id is None or one.agent_id == filtre.agent_id)
        and (filtre.bailleur is None or one.bailleur == filtre.bailleur)
        and (filtre.aide is None or one.aide == filtre.aide)
        and (filtre.commune is None or one.commune == filtre.commune)
        and (not filtre.en_retard or one.est_en_retard(today))
        and (not filtre.cible_locale or one.cible_locale)
        and all(word in one.cherche for word in fold(filtre.texte).split())
    )


def _rank(one: CarteRow, me: int | None, today: date) -> tuple[bool, date, str, int]:
    """Order the user's own late files first, then all by next deadline."""
    mine_late = one.agent_id is not None and one.agent_id == me and one.est_en_retard(today)
    return not mine_late, one.jour or date.max, one.famille, one.id


def _choices(
    cartes: Iterable[CarteRow], key: Callable[[CarteRow], object], label: Callable[[CarteRow], str]
) -> tuple[Choice, ...]:
    found = {str(one_key): one for one in cartes if (one_key := key(one)) is not None}
    return tuple(sorted((Choice(k, label(one)) for k, one in found.items()), key=lambda one: fold(one.label)))
