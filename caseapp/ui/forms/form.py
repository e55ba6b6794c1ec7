"""A form: rows of fields, their values together, their refusals each in its place."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from caseapp.services.perimetre import Choice
from caseapp.ui.context import UiContext
from caseapp.ui.forms.choice_editors import CheckEditor, ChoiceEditor, SegmentsEditor
from caseapp.ui.forms.completion_editor import CompletionEditor
from caseapp.ui.forms.editor import Editor
from caseapp.ui.forms.field_box import FieldBox
from caseapp.ui.forms.fields import FieldSpec, Kind
from caseapp.ui.forms.typed_editors import typed_editor
from caseapp.ui.plain_text import plain_label

Today = Callable[[], date]
Row = FieldSpec | tuple[FieldSpec, ...] | str
"""One field, fields side by side, or the title of what follows."""
_NARROWEST = 100
"""Width of a field, at 100 %, under which the fields of a row go under one another."""
_CHOSEN: dict[Kind, Callable[[FieldSpec], Editor]] = {
    Kind.CHOICE: ChoiceEditor,
    Kind.SEGMENTS: SegmentsEditor,
    Kind.CHECK: CheckEditor,
}


class FormRow(QWidget):
    """Fields side by side, or one under the other where the width is not enough."""

    def __init__(self, boxes: Sequence[FieldBox]) -> None:
        super().__init__()
        self._boxes = tuple(boxes)
        self._narrowest = 0
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(0, 0, 0, 0)
        for box in boxes:
            self._line.addWidget(box, box.spec.width_share)

    def set_gaps(self, across: int, inside: int, narrowest: int) -> None:
        """Set the room between the fields, inside each, and the width under which none goes."""
        self._narrowest = narrowest
        self._line.setSpacing(across)
        for box in self._boxes:
            box.set_gap(inside)
        self._turn()

    @override
    def minimumSizeHint(self) -> QSize:
        """Ask for the width of the widest field alone, else the row would never turn."""
        widest = max((box.minimumSizeHint().width() for box in self._shown()), default=0)
        return QSize(widest, super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def show_some(self) -> None:
        """Take no room when none of the fields is shown."""
        self.setVisible(bool(self._shown()))

    def _shown(self) -> list[FieldBox]:
        return [box for box in self._boxes if not box.isHidden()]

    def _turn(self) -> None:
        shown = self._shown()
        gaps = self._line.spacing() * (len(shown) - 1)
        needed = sum(max(self._narrowest, box.minimumSizeHint().width()) for box in shown) + gaps
        down = len(shown) > 1 and needed > self.width() > 0
        direction = QBoxLayout.Direction.TopToBottom if down else QBoxLayout.Direction.LeftToRight
        if self._line.direction() != direction:
            self._line.setDirection(direction)


class Form(QWidget):
    """Made from declarations; `today` is the day that dates typed without a year are read from."""

    changed = Signal(str)
    """The key of the field that was typed in, chosen, or filled by the program."""

    def __init__(self, rows: Sequence[Row], context: UiContext, today: Today) -> None:
        super().__init__()
        self._context, self._today = context, today
        self.boxes: dict[str, FieldBox] = {}
        self._rows: list[FormRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for row in rows:
            self._add(row)
        self._column.addStretch(1)
        self._clean = self.raw()
        context.theme.changed.connect(self._dress)
        self._dress()

    def _add(self, row: Row) -> None:
        if isinstance(row, str):
            self._column.addWidget(plain_label(row, role="titre-carte"))
            return
        specs = (row,) if isinstance(row, FieldSpec) else row
        boxes = [FieldBox(self._editor(spec), alone=len(specs) == 1) for spec in specs]
        for box in boxes:
            if box.spec.key in self.boxes:
                raise ValueError(f"two fields are called {box.spec.key}")
            self.boxes[box.spec.key] = box
            box.editor.changed.connect(lambda key=box.spec.key: self.changed.emit(key))
        self._rows.append(FormRow(boxes))
        self._column.addWidget(self._rows[-1])

    def _editor(self, spec: FieldSpec) -> Editor:
        if spec.kind is Kind.COMPLETION:
            return CompletionEditor(spec, self._context.tasks)
        typed = typed_editor(spec, self._today)
        return typed if typed is not None else _CHOSEN[spec.kind](spec)

    def editor(self, key: str) -> Editor:
        """Return the editor of a field."""
        return self.boxes[key].editor

    def value(self, key: str) -> object:
        """Return what a field holds now, None while it cannot be read; nothing is shown."""
        try:
            return self.editor(key).value()
        except ValueError:
            return None

    def values(self) -> dict[str, object] | None:
        """Return every value, None for a hidden field; or show the refusals, go to the first, return None."""
        read: dict[str, object] = {}
        errors: dict[str, str] = {}
        for key, box in self.boxes.items():
            try:
                read[key] = None if box.isHidden() else box.read()
            except ValueError as error:
                errors[key] = str(error)
        self.show_errors(errors)
        return None if errors else read

    def set_values(self, values: Mapping[str, object]) -> None:
        """Fill some fields, the others staying as they are; the form is then unchanged (`is_dirty`)."""
        for key, value in values.items():
            self.editor(key).set_value(value)
        self._clean = self.raw()

    def show_errors(self, errors: Mapping[str, str]) -> dict[str, str]:
        """Show these refusals only, go to the first; return those of fields that are not shown."""
        refused = [key for key, box in self.boxes.items() if key in errors and not box.isHidden()]
        for key, box in self.boxes.items():
            box.show_error(errors[key] if key in refused else "")
        if refused:
            self.editor(refused[0]).focus()
        return {key: sentence for key, sentence in errors.items() if key not in refused}

    def raw(self) -> dict[str, str]:
        """Return what is typed, readable or not, for a draft."""
        return {key: box.editor.raw() for key, box in self.boxes.items()}

    def set_raw(self, raw: Mapping[str, str]) -> None:
        """Put back a draft, whose fields may no longer be those of the form; it counts as changes."""
        for key, text in raw.items():
            if key in self.boxes:
                self.editor(key).set_raw(text)

    @property
    def is_dirty(self) -> bool:
        """Whether something differs from what the program had filled."""
        return self.raw() != self._clean

    def set_visible(self, key: str, shown: bool) -> None:
        """Show or hide a field; what it holds is kept, and gives None while hidden."""
        self.boxes[key].setVisible(shown)
        for row in self._rows:
            row.show_some()

    def set_choices(self, key: str, choices: Sequence[Choice]) -> None:
        """Offer other choices in a list or in joined buttons; TypeError for a field that has none."""
        editor = self.editor(key)
        if not isinstance(editor, ChoiceEditor | SegmentsEditor):
            raise TypeError(f"{key} offers no list of choices")
        editor.set_choices(choices)

    def focus_first(self) -> None:
        """Go to the first required field left empty, else to the first field."""
        shown = [box for box in self.boxes.values() if not box.isHidden()]
        empty = [box for box in shown if box.spec.required and not box.editor.raw()]
        for box in (empty or shown)[:1]:
            box.editor.focus()

    def _dress(self) -> None:
        px = self._context.theme.px
        self._column.setSpacing(px(12))
        for row in self._rows:
            row.set_gaps(px(14), px(4), px(_NARROWEST))
