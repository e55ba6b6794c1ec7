"""The history of a family in words: every column has its label, nothing secret shows, it is paged."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import inspect
from suivi_store import TODAY, Suivis

from caseapp.domain.labels import plain
from caseapp.errors import InputError
from caseapp.models import Famille
from caseapp.services.historique_champs import OBJETS, TECHNIQUES, field_label
from caseapp.services.historique_lecture import PAGE, Entree
from caseapp.services.interventions import Cloture, Ouverture
from caseapp.services.interventions_objectifs import ObjectifSaisie
from caseapp.services.notes import NoteSaisie
from caseapp.services.workspace import Workspace
from caseapp.store import Step
from caseapp.store.operations import MAPPED

DAY = date(2026, 11, 20)
COLUMNS = sorted((table, one.key) for table in MAPPED for one in inspect(MAPPED[table]).column_attrs)


@pytest.fixture
def suivis(tmp_path: Path) -> Iterator[Suivis]:
    made = Suivis(tmp_path)
    yield made
    made.store.close()


@pytest.fixture
def famille(suivis: Suivis) -> int:
    return suivis.famille("F1")


def entries(workspace: Workspace, famille: int) -> tuple[Entree, ...]:
    return workspace.lecture_historique.read(famille).entrees


def changes(entree: Entree) -> dict[str, tuple[str, str]]:
    return {one.champ: (plain(one.avant), plain(one.apres)) for one in entree.changements}


def set_famille(suivis: Suivis, famille: int, **values: object) -> None:
    with suivis.store.write(suivis.mine.auteur, Step("Famille modifiée", famille)) as session:
        record = session.get_one(Famille, famille)
        for name, value in values.items():
            setattr(record, name, value)


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=[".".join(one) for one in COLUMNS])
def test_every_column_of_every_tracked_table_has_a_label(table: str, column: str) -> None:
    assert table in OBJETS
    label = "" if column in TECHNIQUES else field_label(table, column)
    assert column in TECHNIQUES or label[0].isupper()
    assert "_" not in label


def test_a_closing_is_said_field_by_field_with_its_author(suivis: Suivis, famille: int) -> None:
    ines = suivis.mine.agents.list_rows()[1]
    suivis.mine.agents.set_me(ines.id)
    suivis.mine.interventions.close(suivis.intervention("I1"), Cloture(DAY, "sans_suite"), TODAY)
    (entree,) = entries(suivis.mine, famille)
    assert (entree.qui, entree.titre, entree.objet) == (
        "Inès Lacoste", "Intervention clôturée", "Intervention : Séparation",
    )  # fmt: skip
    assert changes(entree) == {
        "Date de clôture": ("non renseigné", "20/11/2026"),
        "Issue": ("non renseigné", "Sans suite"),
    }


def test_codes_links_and_yes_no_are_said_in_words(suivis: Suivis, famille: int) -> None:
    odile = suivis.mine.agents.list_rows()[0]
    saisie = Ouverture("impaye_loyer", "information_conseil", DAY, "offre_caf", odile.id)
    ident = suivis.mine.interventions.open(famille, saisie, TODAY)
    suivis.mine.objectifs.add(ident, ObjectifSaisie("Signer le plan"), TODAY)
    set_famille(suivis, famille, ne_pas_appeler=True, code_commune="40192")
    family, objective, opening = entries(suivis.mine, famille)
    assert changes(opening) | {"Motif": ("non renseigné", "Impayé de loyer")} == changes(opening)
    assert changes(opening)["Agent"] == ("non renseigné", "Odile Darrieu")
    assert changes(opening)["Date d'ouverture"] == ("non renseigné", "20/11/2026")
    assert opening.version_id is None, "there was nothing before"
    assert changes(objective)["Intervention"][1] == "Impayé de loyer du 20/11/2026"
    assert changes(objective)["État"][1] == "En cours"
    assert changes(family) == {
        "Commune": ("Dax", "Mont-de-Marsan"), "Ne pas appeler": ("non renseigné", "oui"),
    }  # fmt: skip


def test_what_was_before_is_put_back(suivis: Suivis, famille: int) -> None:
    first = suivis.intervention("I1")
    suivis.mine.interventions.close(first, Cloture(DAY), TODAY)
    (entree,) = entries(suivis.mine, famille)
    assert entree.version_id is not None
    suivis.mine.historique.restore(entree.version_id)
    assert suivis.mine.interventions.read(famille).interventions[0].is_open
    restored, _closed = entries(suivis.mine, famille)
    assert restored.titre == "Rétabli : avant intervention clôturée"
    assert changes(restored)["Date de clôture"] == ("20/11/2026", "non renseigné")


def test_consultations_of_one_person_and_day_are_told_together(suivis: Suivis, famille: int) -> None:
    for _ in range(3):
        suivis.others.familles.open_fiche(famille, TODAY)
    suivis.others.familles.reveal_contact(famille)
    suivis.mine.familles.open_fiche(famille, TODAY)
    told = [(one.titre, one.qui) for one in entries(suivis.mine, famille)]
    assert sorted(told) == [
        ("Coordonnées affichées", "odile"), ("Fiche consultée", "ines"), ("Fiche consultée 3 fois", "odile"),
    ]  # fmt: skip


@pytest.mark.parametrize("became", ["equipe", "personnelle"])
def test_the_personal_notes_of_others_do_not_show(suivis: Suivis, famille: int, became: str) -> None:
    ident = suivis.others.notes.add(famille, NoteSaisie("Secret un", "personnelle"))
    suivis.others.notes.edit(ident, NoteSaisie("Secret deux", became))
    suivis.others.notes.remove(ident)
    seen = entries(suivis.mine, famille)
    assert "Secret" not in repr(seen)
    assert [(one.titre, one.masque, one.version_id) for one in seen] == [
        ("Note retirée", True, None), ("Note modifiée", True, None), ("Note écrite", True, None),
    ]  # fmt: skip
    assert changes(seen[1])["Texte"] == ("masqué", "masqué")
    own = repr(entries(suivis.others, famille))
    assert "Secret un" in own
    assert "Secret deux" in own


@pytest.mark.parametrize("removed", [False, True])
def test_only_its_author_puts_a_note_back(suivis: Suivis, famille: int, removed: bool) -> None:
    ident = suivis.others.notes.add(famille, NoteSaisie("Avant"))
    suivis.others.notes.edit(ident, NoteSaisie("Après"))
    if removed:
        suivis.others.notes.remove(ident)
    assert [one.version_id for one in entries(suivis.mine, famille)] == [None] * (2 + removed)
    version = entries(suivis.others, famille)[0].version_id
    assert version is not None
    with pytest.raises(InputError, match="Seule la personne"):
        suivis.mine.historique.restore(version)
    suivis.others.historique.restore(version)
    assert suivis.mine.notes.find(ident).saisie.texte == ("Après" if removed else "Avant")


def test_the_contact_of_a_protected_family_does_not_show(suivis: Suivis, famille: int) -> None:
    set_famille(suivis, famille, telephone="0699999999", adresse="3 rue des Pins", code_commune="40312")
    assert "0699999999" in repr(entries(suivis.mine, famille))
    set_famille(suivis, famille, protection=True)
    seen = entries(suivis.mine, famille)
    for secret in ("0612345678", "0699999999", "rue des Pins", "Tarnos", "Dax"):
        assert secret not in repr(seen)
    assert changes(seen[1]) == {
        "Adresse": ("non renseigné", "masqué"), "Commune": ("masqué", "masqué"),
        "Téléphone": ("masqué", "masqué"),
    }  # fmt: skip
    assert changes(seen[0]) == {"Famille protégée": ("non renseigné", "oui")}


def test_a_long_history_is_read_page_by_page(suivis: Suivis, famille: int) -> None:
    for number in range(PAGE + 5):
        set_famille(suivis, famille, prenom=f"Emma {number}")
    first = suivis.mine.lecture_historique.read(famille)
    assert (len(first.entrees), first.suite) == (PAGE, PAGE)
    assert changes(first.entrees[0]) == {"Prénom": (f"Emma {PAGE + 3}", f"Emma {PAGE + 4}")}
    rest = suivis.mine.lecture_historique.read(famille, PAGE)
    assert (len(rest.entrees), rest.suite) == (5, None)
    assert changes(rest.entrees[-1]) == {"Prénom": ("Emma", "Emma 0")}


def test_the_history_of_another_family_stays_apart(suivis: Suivis, famille: int) -> None:
    suivis.mine.notes.add(suivis.famille("F2"), NoteSaisie("Ailleurs"))
    assert entries(suivis.mine, famille) == ()


def test_a_family_tells_the_history_of_the_one_merged_into_it(suivis: Suivis, famille: int) -> None:
    with suivis.store.write("ines", Step("Famille créée")) as session:
        session.add(twin := Famille(reference="F9", nom="Nguyen"))
        session.flush()
        ident = twin.id
    set_famille(suivis, ident, prenom="Ema")
    with suivis.store.write("ines", Step("Familles fusionnées", famille)) as session:
        session.delete(session.get_one(Famille, ident))
    assert [one.titre for one in entries(suivis.mine, famille)] == [
        "Familles fusionnées", "Famille modifiée", "Famille créée",
    ]  # fmt: skip
