"""A letter as DOCX, to be finished in a word processor: A4, named styles, French, nameless properties."""

from datetime import UTC, datetime
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from caseapp.reports.lettre import PROPERTY, SIZE, Lettre
from caseapp.reports.text_fit import one_line

if TYPE_CHECKING:
    from docx.document import Document

AUTHOR, LANGUAGE, FONT = "caseapp", "fr-FR", "Arial"
SENDER, RECIPIENT, DATE, REFERENCE, SUBJECT, BODY = (
    "Lettre expéditeur", "Lettre destinataire", "Lettre date", "Lettre référence", "Lettre objet",
    "Lettre texte",
)  # fmt: skip
_UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
"""The properties do not say when the letter was made: the letter does."""


def render_docx(lettre: Lettre) -> bytes:
    """Return the letter as a DOCX file, with the words of the PDF."""
    from docx import Document  # noqa: PLC0415 - 0.2 s that only a letter should cost

    document = Document(BytesIO(_template()))
    for style, lines in (
        (SENDER, lettre.expediteur),
        (RECIPIENT, lettre.destinataire),
        (DATE, (lettre.date,)),
        (REFERENCE, (f"Référence : {lettre.reference}",)),
        (SUBJECT, (f"Objet : {lettre.objet}",)),
    ):
        for line in lines:
            document.add_paragraph(one_line(line), style=style)
    for paragraph in lettre.corps:
        document.add_paragraph("\n".join(map(one_line, paragraph.split("\n"))), style=BODY)
    output = BytesIO()
    document.save(output)
    return output.getvalue()


@lru_cache(maxsize=1)
def _template() -> bytes:
    """Return an empty letter: its page, its styles and no other, its properties."""
    from docx import Document  # noqa: PLC0415

    document = Document()
    _page(document)
    _styles(document)
    _properties(document)
    output = BytesIO()
    document.save(output)
    return output.getvalue()


def _page(document: "Document") -> None:
    from docx.shared import Mm  # noqa: PLC0415

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(20)


def _styles(document: "Document") -> None:
    """Set the font and the language once, then name the parts of a letter; the others would only slow."""
    from docx.enum.style import WD_STYLE_TYPE  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Mm, Pt  # noqa: PLC0415

    for other in [one for one in document.styles if not one.element.get(qn("w:default"))]:
        other.delete()
    normal: Any = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(SIZE)
    normal.paragraph_format.space_after = Pt(0)
    _speak_french(document)
    for name, bold, left, before, after in (
        (SENDER, True, 0, 0, 54),
        (RECIPIENT, False, 95, 0, 0),
        (DATE, False, 0, 60, 0),
        (REFERENCE, False, 0, 7, 0),
        (SUBJECT, True, 0, 12, 12),
        (BODY, False, 0, 0, 8),
    ):
        style: Any = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style, style.font.bold, style.quick_style = normal, bold, True
        form = style.paragraph_format
        form.left_indent, form.space_before, form.space_after = Mm(left), Pt(before), Pt(after)
        form.widow_control = True
    document.styles[SUBJECT].paragraph_format.keep_with_next = True


def _speak_french(document: "Document") -> None:
    """Write the language in the defaults that every style inherits, for the spelling checker."""
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.oxml.parser import OxmlElement  # noqa: PLC0415

    fonts = document.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for former in fonts.findall(qn("w:lang")):
        fonts.remove(former)
    language = OxmlElement("w:lang")
    for kind in ("w:val", "w:eastAsia"):
        language.set(qn(kind), LANGUAGE)
    fonts.append(language)


def _properties(document: "Document") -> None:
    """Say nothing of the family, nor of when."""
    properties = document.core_properties
    properties.author = properties.last_modified_by = AUTHOR
    properties.title, properties.language = PROPERTY, LANGUAGE
    properties.subject = properties.keywords = properties.comments = properties.category = ""
    properties.created = properties.modified = _UNDATED.replace(tzinfo=None)
    properties.revision = 1
