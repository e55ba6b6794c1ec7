"""Ctrl+K finds families, notes, records and pages from anywhere, without the mouse."""

from datetime import UTC, datetime

import pytest
from accessibility import unnamed
from program_profile import CANARY, texts_of
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from running_program import Running

from caseapp.models import Intervention, Note, Partenaire
from caseapp.services.recherche import excerpt
from caseapp.ui.pages.familles import FamillesPage

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
HOSTILE = "Elle dit : <b>« j'ai porté plainte »</b>.\nRevoir le bailleur en décembre."


@pytest.fixture
def filled(running: Running) -> Running:
    """Add two notes, one of them somebody else's own, an intervention and a partner."""
    store = running.workspace._opening.store
    mine = running.workspace.auteur
    moment = datetime(2026, 11, 2, 9, 0, tzinfo=UTC).replace(tzinfo=None)
    with store.write(mine) as session:
        session.add(Partenaire(code="P1", nom="Association Le Relais plaintif", type="association"))
        session.add(
            Intervention(
                reference="INT-2026-7", famille_id=2, motif="separation", nature="information_conseil",
                date_ouverture=moment.date(),
            )
        )  # fmt: skip
        for niveau, auteur, texte in (
            ("equipe", mine, HOSTILE), ("personnelle", "odile", "Plainte confiée à moi seule"),
        ):  # fmt: skip
            session.add(Note(famille_id=1, niveau=niveau, auteur=auteur, texte=texte, ecrite_le=moment))
    return running


def find(running: Running, text: str) -> list[str]:
    """Type in the search from wherever the focus is; return what is shown, a line an answer."""
    running.press(Key.Key_K, CONTROL)
    running.press(Key.Key_Delete)
    QtBot.keyClicks(QApplication.focusWidget(), text)
    finder = running.main.finder
    running.qtbot.waitUntil(lambda: not finder._asked.is_busy)
    model = finder.table.model()
    return [
        " | ".join(str(model.index(row, column).data()) for column in range(3))
        for row in range(model.rowCount())
    ]


def test_a_family_is_opened_from_any_page(filled: Running) -> None:
    filled.main.show_page("statistiques")
    (found,) = find(filled, CANARY.lower())
    assert found == f"Famille | {CANARY} Maëlle | 1004233"
    assert filled.main.finder.isVisible()
    assert unnamed(filled.main.finder) == []
    filled.press(Key.Key_Down)
    filled.press(Key.Key_Return)
    filled.qtbot.waitUntil(lambda: f"{CANARY} Maëlle" in texts_of(filled.main))
    assert filled.main.current_key == "familles"
    assert filled.main.top.search.text() == ""
    assert not filled.main.finder.isVisible()


def test_notes_are_found_but_not_the_personal_ones_of_others(filled: Running) -> None:
    found = find(filled, "plaint")
    assert [line for line in found if line.startswith("Note")] == [
        (
            f"Note | {CANARY} Maëlle, 02/11/2026 | "
            "Elle dit : <b>« j'ai porté plainte »</b>. Revoir le bailleur en décembre."
        )
    ]
    assert [line for line in found if line.startswith("Partenaire")] == [
        "Partenaire | Association Le Relais plaintif | association"
    ]


def test_a_record_is_found_by_its_number_and_a_page_by_its_title(filled: Running) -> None:
    assert find(filled, "INT-2026-7") == ["Dossier | Intervention INT-2026-7 | Perrin Adam"]
    assert find(filled, "stat") == ["Page | Statistiques | "]
    filled.press(Key.Key_Up)
    filled.press(Key.Key_Return)
    assert filled.main.current_key == "statistiques"


def test_enter_without_a_choice_lists_the_families(filled: Running) -> None:
    filled.main.show_page("statistiques")
    find(filled, "perrin")
    filled.press(Key.Key_Return)
    page = filled.main.page("familles")
    assert isinstance(page, FamillesPage)
    model = page.list.table.model()
    filled.qtbot.waitUntil(lambda: model.rowCount() == 1)
    assert not filled.main.top.search.hasFocus()


def test_escape_empties_then_leaves(filled: Running) -> None:
    find(filled, "perrin")
    filled.press(Key.Key_Escape)
    assert filled.main.top.search.text() == ""
    assert not filled.main.finder.isVisible()
    filled.press(Key.Key_Escape)
    assert not filled.main.top.search.hasFocus()


def test_hostile_words_find_nothing_and_break_nothing(filled: Running) -> None:
    for text in ('"', "%", "AND", "-x", "*", "(", "zzz AND"):
        assert not [line for line in find(filled, text) if line.startswith(("Famille", "Note"))]


@pytest.mark.parametrize(
    ("texte", "searched", "expected"),
    [
        ("Reçue à l'antenne", "recu", "Reçue à l'antenne"),
        ("a" * 60 + " bailleur " + "b" * 200, "bail", "…" + "a" * 39 + " bailleur " + "b" * 101 + "…"),
        ("rien de tel", "absent", "rien de tel"),
    ],
)
def test_an_excerpt_stands_around_the_word(texte: str, searched: str, expected: str) -> None:
    assert excerpt(texte, searched) == expected
