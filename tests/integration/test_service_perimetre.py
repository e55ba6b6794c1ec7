"""What figures can be restricted to: the values of the store, and a refusal for any other."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from profiles import communes, invented_profile, open_workspace
from stores import AUTEUR

from caseapp.domain.filters import Filters, Perimetre
from caseapp.errors import InputError
from caseapp.models import Famille
from caseapp.services.perimetre import Choice
from caseapp.services.workspace import Workspace

MARSAN = "244000808"
"""SIREN of Mont-de-Marsan Agglomération."""


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    opened = open_workspace(invented_profile(tmp_path / "profil"))
    yield opened
    opened.close()


def test_choices_are_those_of_the_store_by_their_names(workspace: Workspace) -> None:
    choices = workspace.perimetre.choices()
    assert choices.agents == (
        Choice("TA01", "TA01 · Sarrade Odile"),
        Choice("TS01", "TS01 · Lacoste Ines"),
        Choice("TS02", "TS02 · Dupouy Bastien"),
    )
    assert choices.secteurs == (Choice("Dax", "Dax"), Choice("Mont-de-Marsan", "Mont-de-Marsan"))
    assert choices.lieux == (
        Choice("DAX", "Antenne de Dax"), Choice("MDM", "Maison France Services du Marsan"),
    )  # fmt: skip
    assert choices.communes == (Choice("40088", "Dax"), Choice("40192", "Mont-de-Marsan"))
    assert [one.label for one in choices.epcis] == ["CA du Grand Dax", "CA Mont de Marsan Agglomération"]
    assert choices.epcis[1].key == MARSAN
    assert choices.motifs[0].key == "deces_enfant"


def test_no_choice_restricts_nothing(workspace: Workspace) -> None:
    assert workspace.perimetre.filters(Perimetre()) == Filters()


def test_each_choice_is_written_in_words(workspace: Workspace) -> None:
    chosen = Perimetre(agent="TS01", secteur="Dax", lieu="DAX", commune="40088", motif="separation")
    filters = workspace.perimetre.filters(chosen)
    assert filters.label == (
        "agent TS01 · Lacoste Ines, secteur Dax, lieu Antenne de Dax, commune Dax, motif Séparation"
    )
    assert filters.communes == {"40088"}
    assert set(filters.active) == {"agent", "secteur", "lieu", "communes", "motif"}


def test_an_epci_is_its_communes_known_in_the_store(workspace: Workspace) -> None:
    assert workspace.perimetre.filters(Perimetre(epci=MARSAN)).communes == {"40192"}
    assert workspace.perimetre.filters(Perimetre(epci=MARSAN, commune="40088")).communes == frozenset()


def test_a_former_commune_counts_in_its_present_epci(workspace: Workspace) -> None:
    former, current = next(iter(communes()._current.items()))
    commune = communes().get(current)
    assert commune is not None
    with workspace._opening.store.write(AUTEUR) as session:
        session.add(Famille(reference="F9", nom="Ancienne", code_commune=former))
    assert Choice(former, commune.nom) in workspace.perimetre.choices().communes
    if commune.epci:
        assert former in (workspace.perimetre.filters(Perimetre(epci=commune.epci)).communes or ())


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        (Perimetre(agent="TS99"), "agent TS99"),
        (Perimetre(agent=""), "agent "),
        (Perimetre(secteur="dax"), "secteur dax"),
        (Perimetre(lieu="Antenne de Dax"), "lieu Antenne de Dax"),
        (Perimetre(commune="75056"), "commune 75056"),
        (Perimetre(epci="000000000"), "EPCI 000000000"),
        (Perimetre(motif="sante"), "motif sante"),
    ],
)
def test_an_unknown_choice_is_refused_never_ignored(
    workspace: Workspace, chosen: Perimetre, words: str
) -> None:
    with pytest.raises(InputError) as refusal:
        workspace.perimetre.filters(chosen)
    assert str(refusal.value) == f"Le filtre « {words} » ne correspond à rien dans cette base."
