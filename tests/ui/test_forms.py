from datetime import date, time
from typing import cast

import pytest
from accessibility import interpreted_labels, missed_by_tab, unnamed
from forms_window import (
    COMMUNES,
    LIEUX,
    MODES,
    ROWS,
    SHIFT,
    TODAY,
    FormWindow,
    Key,
    focused,
    press,
    texts,
    type_keys,
)
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from caseapp.services.perimetre import Choice
from caseapp.ui.context import UiContext
from caseapp.ui.forms import FieldSpec, Form, Kind
from caseapp.ui.forms.choice_editors import SegmentsEditor
from caseapp.ui.forms.completion_editor import CompletionEditor
from caseapp.ui.forms.editor import FORBIDDEN
from caseapp.ui.forms.field_box import REQUIRED


@pytest.fixture
def window(context: UiContext, qtbot: QtBot) -> FormWindow:
    return FormWindow(context, qtbot)


@pytest.fixture
def form(window: FormWindow) -> Form:
    form = window.form()
    window.qtbot.waitExposed(window)
    form.editor("nom").focus()
    return form


def line(form: Form, key: str) -> QLineEdit:
    return cast("QLineEdit", form.editor(key).widget)


def replace_text(form: Form, key: str, text: str) -> None:
    form.editor(key).focus()
    line(form, key).selectAll()
    type_keys(text)
    press(Key.Key_Tab)


def test_a_whole_form_is_typed_with_tab_alone(form: Form, window: FormWindow) -> None:
    type_keys("Moreau")
    press(Key.Key_Tab)
    type_keys("dax")
    window.qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    commune = form.editor("commune")
    assert isinstance(commune, CompletionEditor)
    QTest.keyClick(commune.popup, Key.Key_Return)
    press(Key.Key_Tab)
    for keys in ("+7", "930", "1h30", "v", "tar", "2", "35,67"):
        type_keys(keys)
        press(Key.Key_Tab)
    press(Key.Key_Space)
    press(Key.Key_Tab)
    type_keys("Plan joint")
    press(Key.Key_Return)
    type_keys("du bailleur.")
    press(Key.Key_Tab)
    assert not isinstance(focused(), QPlainTextEdit), "Tab leaves a long text"
    assert form.values() == {
        "nom": "Moreau",
        "commune": "40088",
        "jour": date(2026, 11, 28),
        "heure": time(9, 30),
        "duree": 90,
        "mode": "visio",
        "lieu": "tarnos",
        "enfants": 2,
        "montant": 3567,
        "rappel": True,
        "note": "Plan joint\ndu bailleur.",
    }
    assert texts(form, "erreur") == []


def test_an_empty_form_says_what_is_missing_under_its_fields(form: Form) -> None:
    press(Key.Key_Tab)
    assert texts(form, "erreur") == [], "what is missing waits until the form is saved"
    assert form.values() is None
    assert texts(form.boxes["nom"], "erreur") == texts(form.boxes["jour"], "erreur") == [REQUIRED]
    assert texts(form, "erreur") == [REQUIRED, REQUIRED]
    assert focused() is line(form, "nom")
    assert line(form, "nom").property("erreur")
    assert REQUIRED in line(form, "nom").accessibleDescription()
    type_keys("N")
    assert texts(form.boxes["nom"], "erreur") == []
    assert not line(form, "nom").property("erreur")
    assert REQUIRED not in line(form, "nom").accessibleDescription()


def test_what_is_left_empty_is_none(form: Form) -> None:
    form.set_values({"nom": "Petit", "jour": TODAY})
    values = form.values()
    assert values is not None
    assert {key: value for key, value in values.items() if value} == {"nom": "Petit", "jour": TODAY}
    assert values["rappel"] is False
    assert all(values[key] is None for key in values if key not in {"nom", "jour", "rappel"})


def test_a_date_shows_what_was_understood_with_its_weekday(form: Form) -> None:
    jour = form.boxes["jour"]
    jour.editor.focus()
    type_keys("lun")
    assert texts(jour, "note") == ["lundi 23/11/2026"]
    press(Key.Key_Tab)
    assert line(form, "jour").text() == "23/11/2026"
    assert texts(jour, "note") == ["lundi"]
    assert "lundi" in line(form, "jour").accessibleDescription()


@pytest.mark.parametrize(
    ("key", "text", "said"),
    [
        ("duree", "longtemps", "Cette durée n'est pas comprise"),
        ("enfants", "-1", "Au moins 0."),
        ("enfants", "21", "Au plus 20."),
        ("enfants", "1,5", "en chiffres"),
        ("enfants", "1234567890", "trop grand"),
        ("heure", "25h", "Cette heure n'existe pas"),
        ("jour", "31/02", "Le 31 février n'existe pas."),
        ("montant", "-5", "Au moins 0,00"),
        ("montant", "12,345", "Ce montant n'est pas compris"),
        ("montant", "99999999999", "Ce montant est trop grand."),
        ("nom", "a" * 201, "200 caractères au plus : il y en a 201."),
    ],
)
def test_what_cannot_be_read_is_refused_as_soon_as_it_is_left(
    form: Form, key: str, text: str, said: str
) -> None:
    form.set_values({"nom": "Petit", "jour": TODAY})
    replace_text(form, key, text)
    assert [said in sentence for sentence in texts(form, "erreur")] == [True]
    assert line(form, key).text() == text, "what was typed stays"
    assert form.values() is None
    assert focused() is line(form, key)
    assert [said in sentence for sentence in texts(form.boxes[key], "erreur")] == [True]


@pytest.mark.parametrize("key", ["nom", "note"])
@pytest.mark.parametrize("text", ["a\u202eb", "a\x07b", "\u2066a\u2069"], ids=["override", "bell", "isolate"])
def test_invisible_characters_are_refused_with_a_sentence(form: Form, key: str, text: str) -> None:
    form.set_values({"nom": "Petit", "jour": TODAY})
    editor = form.editor(key).widget
    assert isinstance(editor, QLineEdit | QPlainTextEdit)
    form.editor(key).focus()
    QApplication.clipboard().setText(text)
    editor.selectAll()
    editor.paste()
    press(Key.Key_Tab)
    assert form.values() is None
    assert texts(form.boxes[key], "erreur") == [FORBIDDEN]


def test_a_long_name_is_kept_whole_and_a_pasted_line_end_becomes_a_space(form: Form) -> None:
    form.set_values({"jour": TODAY})
    form.set_raw({"nom": "é" * 200})
    assert form.value("nom") == "é" * 200
    form.set_raw({"nom": " Nguyễn\nEmma\t"})
    assert form.value("nom") == "Nguyễn Emma"


def segments(form: Form) -> SegmentsEditor:
    editor = form.editor("mode")
    assert isinstance(editor, SegmentsEditor)
    return editor


def test_joined_buttons_obey_arrows_letters_and_delete(form: Form) -> None:
    told: list[str] = []
    form.changed.connect(told.append)
    mode = segments(form)
    mode.focus()
    assert mode.value() is None, "the focus chooses nothing"
    for keys, expected in (
        (Key.Key_Right, "telephone"),
        (Key.Key_Right, "visio"),
        (Key.Key_Right, "physique"),
        (Key.Key_Left, "visio"),
        (Key.Key_T, "telephone"),
        (Key.Key_P, "physique"),
        (Key.Key_Z, "physique"),
        (Key.Key_Delete, None),
    ):
        press(keys)
        assert mode.value() == expected
        assert focused() in mode.buttons
    assert set(told) == {"mode"}
    QTest.mouseClick(mode.buttons[1], Qt.MouseButton.LeftButton)
    assert form.value("mode") == "telephone"
    assert [button.isChecked() for button in mode.buttons] == [False, True, False]


def test_joined_buttons_are_one_stop_for_tab(form: Form) -> None:
    form.set_values({"mode": "telephone"})
    form.editor("duree").focus()
    press(Key.Key_Tab)
    assert focused() is segments(form).buttons[1]
    press(Key.Key_Tab)
    assert focused() is form.editor("lieu").widget
    press(Key.Key_Backtab, SHIFT)
    assert focused() is segments(form).buttons[1]


def test_a_list_is_chosen_by_its_first_letters_accents_aside(form: Form) -> None:
    box = form.editor("lieu").widget
    assert isinstance(box, QComboBox)
    form.editor("lieu").focus()
    type_keys("ec")
    assert form.value("lieu") == "dz"
    press(Key.Key_Delete)
    assert form.value("lieu") is None
    press(Key.Key_Down)
    assert form.value("lieu") == "dax"


def test_choices_change_and_what_is_no_longer_offered_is_given_up(form: Form) -> None:
    form.set_values({"lieu": "dax", "mode": "visio"})
    form.set_choices("lieu", LIEUX[1:])
    form.set_choices("mode", (MODES[2], Choice("autre", "Autre & divers")))
    assert (form.value("lieu"), form.value("mode")) == (None, "visio")
    assert [button.text() for button in segments(form).buttons] == ["Visio", "Autre && divers"]
    form.set_choices("mode", MODES[:1])
    assert form.value("mode") is None


def test_a_hidden_field_is_not_asked_and_gives_nothing(form: Form) -> None:
    form.set_values({"nom": "Petit", "jour": TODAY, "mode": "visio", "lieu": "dax"})
    form.set_visible("jour", False)
    form.set_visible("mode", False)
    form.set_visible("lieu", False)
    form.editor("jour").set_value(None)
    values = form.values()
    assert values is not None
    assert (values["jour"], values["lieu"]) == (None, None)
    form.set_visible("lieu", True)
    assert form.boxes["lieu"].isVisible()
    assert form.values() is not None
    assert form.value("lieu") == "dax", "what it held was kept"


def test_a_draft_puts_back_all_that_was_typed_readable_or_not(form: Form, window: FormWindow) -> None:
    other = window.form()
    other.set_values({"nom": "Petit", "mode": "visio", "lieu": "dax", "rappel": True, "commune": COMMUNES[1]})
    other.set_raw({"jour": "31/02", "note": "a\nb", "montant": "douze"})
    form.set_raw({**other.raw(), "disparu": "champ d'une ancienne version"})
    assert form.raw() == other.raw()
    assert (form.value("commune"), form.value("jour"), form.value("note")) == ("40312", None, "a\nb")
    assert form.is_dirty


def test_a_form_is_dirty_once_it_differs_from_what_the_program_filled(form: Form) -> None:
    assert not form.is_dirty
    form.set_values({"nom": "Petit", "jour": TODAY})
    assert not form.is_dirty
    form.editor("nom").focus()
    press(Key.Key_End)
    type_keys("s")
    assert form.is_dirty
    press(Key.Key_Backspace)
    assert not form.is_dirty


def test_refusals_of_a_service_go_to_their_fields(form: Form) -> None:
    form.set_visible("enfants", False)
    left = form.show_errors({"montant": "Le budget est épuisé.", "enfants": "Caché.", "x": "Ailleurs."})
    assert left == {"enfants": "Caché.", "x": "Ailleurs."}
    assert texts(form.boxes["montant"], "erreur") == ["Le budget est épuisé."]
    assert focused() is line(form, "montant")
    form.show_errors({})
    assert texts(form, "erreur") == []
    assert "Ce que la commission a accordé." in texts(form.boxes["montant"], "note")


def test_every_field_has_a_name_and_is_reached_by_tab(form: Form, window: FormWindow) -> None:
    assert unnamed(window) == []
    assert interpreted_labels(form) == []
    assert missed_by_tab(window) == []
    form.set_values({"mode": "visio"})
    assert missed_by_tab(window) == []


def test_a_screen_reader_says_the_name_the_error_and_what_is_required(form: Form) -> None:
    form.values()
    said = QAccessible.queryAccessibleInterface(line(form, "nom"))
    assert said.text(QAccessible.Text.Name) == "Nom"
    assert said.text(QAccessible.Text.Description) == f"{REQUIRED} · obligatoire"


def test_fields_side_by_side_go_under_one_another_when_the_window_narrows(form: Form) -> None:
    def left_of(key: str) -> int:
        return form.boxes[key].mapTo(form, form.boxes[key].rect().topLeft()).x()

    assert left_of("jour") < left_of("heure") < left_of("duree")
    form.setParent(None)
    form.resize(260, 900)
    form.show()
    QApplication.processEvents()
    assert left_of("jour") == left_of("heure") == left_of("duree") == 0
    assert all(_inside(form, box) for box in form.boxes.values())


def _inside(form: Form, box: QWidget) -> bool:
    return box.mapTo(form, box.rect().bottomRight()).x() <= form.width()


def test_two_fields_cannot_share_a_key(context: UiContext, window: FormWindow) -> None:
    with pytest.raises(ValueError, match="nom"):
        Form((*ROWS, FieldSpec("nom", "Nom d'usage", Kind.TEXT)), context, lambda: TODAY)
