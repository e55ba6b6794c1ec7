"""The board of arrears: its stages, its order, what narrows it, when it is read again."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from impayes_store import TODAY, ImpayeStore
from stores import AUTEUR

from caseapp.domain.communes import CommuneDirectory
from caseapp.domain.etapes_impaye import Etape
from caseapp.domain.jeu_de_regles import Domaine
from caseapp.errors import InputError
from caseapp.models import Agent, Famille, Impaye, Reglage
from caseapp.paths import resource
from caseapp.services.agents import AgentService
from caseapp.services.dossiers_rows import CleEcheance
from caseapp.services.echeances_dossiers import EcheanceService
from caseapp.services.echeances_suites import SuiteSaisie
from caseapp.services.impayes_rows import FaitSaisie
from caseapp.services.impayes_tableau import FiltreTableau, Tableau, TableauImpayesService

OTHER = 2


class Boards(ImpayeStore):
    """The service of the board over files of two families and two agents."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        with self.store.write(AUTEUR) as session:
            session.add(Agent(code="A2", nom="Lacoste", metier="cesf"))
            famille = session.get(Famille, self.familles[1])
            famille.code_commune, famille.matricule = "40088", "2104303"
        agents = AgentService(self.store, AUTEUR)
        self.echeances = EcheanceService(self.store, AUTEUR, agents, self.regles)
        self.tableau = TableauImpayesService(
            self.store,
            agents,
            self.regles,
            self.echeances,
            CommuneDirectory.load(resource("communes.tsv.gz")),
        )

    def read(self, **filtre: object) -> Tableau:
        return self.tableau.lire(TODAY, FiltreTableau(**filtre))

    def ids(self, **filtre: object) -> list[int]:
        return [one.id for one in self.read(**filtre).en_ordre]


@pytest.fixture
def boards(tmp_path: Path) -> Iterator[Boards]:
    found = Boards(tmp_path)
    yield found
    found.store.close()


def test_columns_hold_the_open_files_my_late_ones_first(boards: Boards) -> None:
    late = boards.report(date_signalement=date(2026, 8, 3))
    later = boards.report(date_signalement=date(2026, 7, 1), agent_id=OTHER)
    coming = boards.report(date_signalement=date(2026, 11, 18))
    asked = boards.report(famille_id=boards.familles[1], date_signalement=date(2026, 10, 1))
    boards.impayes.add_fact(asked, FaitSaisie("contact", date(2026, 10, 2)), TODAY)
    closed = boards.report(date_signalement=date(2026, 9, 1))
    boards.impayes.set_issue(closed, "resolu", TODAY, None, TODAY)

    board = boards.read()
    assert [(one.etape, [card.id for card in one.cartes]) for one in board.colonnes] == [
        (Etape.SIGNALE, [late, later, coming]), (Etape.PLAN_ATTENDU, [asked]), (Etape.PLAN_EN_COURS, []),
        (Etape.CCAPEX, []),
    ]  # fmt: skip
    assert board.ouverts == 4
    assert board.depassees == boards.echeances.retards(TODAY)[Domaine.IMPAYES]
    assert board.nouvelles_regles == (date(2027, 1, 1),)
    assert boards.tableau.clos() == (closed,)
    [row] = boards.tableau.lignes_closes([closed])
    assert (row.etape, row.issue, row.issue_le) == (Etape.CLOS, "Résolu", TODAY)


def test_filters(boards: Boards) -> None:
    boards.regles.appliquer("impayes-landes", actif=True)
    mine = boards.report(date_signalement=date(2026, 8, 3))
    other = boards.report(
        famille_id=boards.familles[1], agent_id=OTHER, bailleur="Clairsienne", aide_logement="als",
        date_signalement=date(2026, 11, 18),
    )  # fmt: skip
    assert boards.ids(mine=True) == [mine]
    assert boards.ids(agent_id=OTHER) == [other]
    assert boards.ids(bailleur="Clairsienne") == [other]
    assert boards.ids(aide="alf") == [mine]
    assert boards.ids(commune="40088") == [other]
    assert boards.ids(en_retard=True) == [mine]
    assert boards.ids(cible_locale=True) == [mine]
    for text in ("perrin", "2104303", "clair PERR", "Clairsienne"):
        assert boards.ids(texte=text) == [other]
    assert boards.ids(texte="nguyen xl") == [mine]
    assert boards.ids(texte="personne") == []
    board = boards.read(texte="personne")
    assert board.is_empty
    assert (board.ouverts, [one.label for one in board.communes]) == (2, ["Dax"])


def test_the_landlord_of_a_protected_family_finds_nothing(boards: Boards) -> None:
    """It tells where the family lives; the file stays on the board, found by its family and its reference."""
    ident = boards.report()
    with boards.store.write(AUTEUR) as session:
        session.get_one(Famille, boards.familles[0]).protection = True
    [card] = boards.read().en_ordre
    assert (card.id, card.bailleur, boards.read().bailleurs) == (ident, None, ())
    assert [boards.ids(texte=one) for one in ("xl habitat", "b-12", "nguyen")] == [[], [], [ident]]
    boards.impayes.set_issue(ident, "resolu", TODAY, None, TODAY)
    closed = [boards.tableau.clos(one) for one in (FiltreTableau(bailleur="XL Habitat"), FiltreTableau())]
    assert closed == [(), (ident,)]
    assert boards.tableau.lignes_closes([ident])[0].bailleur is None


def test_a_write_is_seen_at_once(boards: Boards) -> None:
    ident = boards.report()
    assert boards.read().colonnes[0].cartes[0].dette == 128_400
    boards.impayes.add_fact(ident, FaitSaisie("suspension_aide", TODAY), TODAY)
    assert [one.etape for one in boards.read().en_ordre] == [Etape.CCAPEX]
    with boards.store.write(AUTEUR) as session:
        session.get(Famille, boards.familles[0]).nom = "Autre"
    assert [one.famille for one in boards.read().en_ordre] == ["Autre"]


def test_a_file_whose_deadlines_were_all_said_done_is_still_there(boards: Boards) -> None:
    with boards.store.write(AUTEUR) as session:
        session.add(
            Impaye(
                reference="X1", famille_id=boards.familles[0], aide_logement="als",
                date_signalement=date(2026, 11, 1),
            )
        )  # fmt: skip
    for one in boards.echeances.suivies(TODAY):
        cle = CleEcheance(one.dossier.domaine, one.dossier.id, one.echeance.regle.code, one.echeance.depuis)
        boards.echeances.marquer(cle, SuiteSaisie("faite", TODAY))
    assert boards.echeances.suivies(TODAY) == ()
    [card] = boards.read().en_ordre
    assert (card.id, card.echeance, card.jour) == (1, None, None)


def test_mine_asks_who_uses_the_program(boards: Boards) -> None:
    with boards.store.write_draft() as session:
        for one in session.query(Reglage).all():
            session.delete(one)
    with pytest.raises(InputError, match="qui vous êtes"):
        boards.ids(mine=True)
