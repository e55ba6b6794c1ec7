"""Entry screens: a form is declared, never written as a class of its own.

    rows = (
        FieldSpec("famille", "Famille", Kind.COMPLETION, required=True, search=service.search_choices),
        (FieldSpec("jour", "Date", Kind.DATE), FieldSpec("mode", "Mode", Kind.SEGMENTS, choices=M)),
        FieldSpec("note", "Note d'équipe", Kind.LONG_TEXT),
    )
    form = Form(rows, context, today)
    form.set_values({"famille": Choice("12", "Nguyễn Emma"), "jour": today(), "mode": "physique"})
    sheet = FormSheet(window, context, "Saisie rapide", form, SheetOptions(keep=keep_draft))
    sheet.submitted.connect(save)  # runs a task, then sheet.close_saved() or sheet.refuse(reason)
    sheet.open()

`save` receives `{"famille": "12", "jour": date(…), "mode": "physique", "note": None}`; None: left empty.
"""

from caseapp.ui.forms.draft_keeper import DraftKeeper
from caseapp.ui.forms.fields import FieldSpec, Kind
from caseapp.ui.forms.form import Form
from caseapp.ui.forms.form_sheet import FormSheet, SheetOptions

__all__ = ["DraftKeeper", "FieldSpec", "Form", "FormSheet", "Kind", "SheetOptions"]
