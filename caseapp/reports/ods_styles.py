"""The styles of an ODS workbook, each made once: cells, numbers, columns, rows, the printed page."""

from functools import cache
from typing import Any

from caseapp.domain.labels import MINUS
from caseapp.reports.palette import LIGHT
from caseapp.reports.sheets import CellStyle, NumberFormat

FONT = "Arial"
CHARACTER_CM = 0.2
"""Width of a character of 10 points."""
EURO = "€"
FRENCH = {"language": "fr", "country": "FR"}


class OdsStyles:
    """Names of styles by what they look like, added to a document the first time they are asked for."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._made = 0
        self.cell = cache(self._cell)
        self.column = cache(self._column)
        self.row = cache(self._row)
        self._number = cache(self._number_style)
        _add_page(document)

    def _name(self, kind: str) -> str:
        self._made += 1
        return f"{kind}{self._made}"

    def _add(self, style: Any, *, common: bool = False) -> str:
        """Add a style; odfpy drops automatic styles that no cell names, such as those a map leads to."""
        styles = self._document.styles if common else self._document.automaticstyles
        styles.addElement(style)
        name: str = style.getAttribute("name")
        return name

    def _cell(self, style: CellStyle) -> str:
        from odf import style as odf  # noqa: PLC0415 - 0.1 s that only an export should cost

        number = {"datastylename": self._number(style.number)} if style.number else {}
        made = odf.Style(name=self._name("ce"), family="table-cell", **number)
        rule = f"0.05cm solid {LIGHT.discret}"
        made.addElement(
            odf.TableCellProperties(
                verticalalign="bottom" if style.rule_below else "middle",
                wrapoption="wrap" if style.wrapped else "no-wrap",
                bordertop=rule if style.rule_above else "none",
                borderbottom=rule if style.rule_below else "none",
            )
        )
        margin = {"marginleft": "0.3cm"} if style.indented else {}
        made.addElement(odf.ParagraphProperties(textalign="end" if style.right else "start", **margin))
        weight = "bold" if style.bold else "normal"
        colour = getattr(LIGHT, style.tone)
        made.addElement(
            odf.TextProperties(
                fontfamily=FONT, fontsize=f"{style.size}pt", fontweight=weight, color=colour, **FRENCH
            )
        )
        return self._add(made)

    def _column(self, width: float) -> str:
        from odf import style as odf  # noqa: PLC0415

        made = odf.Style(name=self._name("co"), family="table-column")
        made.addElement(odf.TableColumnProperties(columnwidth=f"{width * CHARACTER_CM:.2f}cm"))
        return self._add(made)

    def _row(self, height: float) -> str:
        from odf import style as odf  # noqa: PLC0415

        made = odf.Style(name=self._name("ro"), family="table-row")
        made.addElement(odf.TableRowProperties(rowheight=f"{height:.1f}pt", useoptimalrowheight="false"))
        return self._add(made)

    def _number_style(self, number: NumberFormat) -> str:
        """Return a number style; a signed one sends positive and negative numbers to styles of their own."""
        from odf.style import Map  # noqa: PLC0415

        made = self._plain_number(number, "")
        if number.signed:
            for sign, condition in (("+ ", "value()>0"), (f"{MINUS} ", "value()<0")):
                part = self._plain_number(number, sign)
                made.addElement(Map(condition=condition, applystylename=self._add(part, common=True)))
        return self._add(made, common=True)

    def _plain_number(self, number: NumberFormat, sign: str) -> Any:
        from odf import number as odf  # noqa: PLC0415

        euros = number.suffix == EURO
        kind = odf.CurrencyStyle if euros else odf.NumberStyle
        made = kind(name=self._name("nu"), **FRENCH)
        if sign:
            made.addElement(odf.Text(text=sign))
        made.addElement(odf.Number(decimalplaces=number.decimals, minintegerdigits=1, grouping="true"))
        if number.suffix:
            made.addElement(odf.Text(text="\u00a0" if euros else f"\u00a0{number.suffix}"))
        if euros:
            made.addElement(odf.CurrencySymbol(text=EURO, **FRENCH))
        return made


def _add_page(document: Any) -> None:
    """Print on A4 lying down, as many sheets high as needed but only one wide, with page numbers."""
    from odf import style as odf  # noqa: PLC0415
    from odf.namespaces import LOEXTNS, STYLENS  # noqa: PLC0415
    from odf.text import P, PageCount, PageNumber  # noqa: PLC0415

    layout = odf.PageLayout(name="pm1")
    properties = odf.PageLayoutProperties(
        pagewidth="29.7cm", pageheight="21cm", printorientation="landscape", margin="1.5cm"
    )
    for namespace in (STYLENS, LOEXTNS):
        properties.attributes[namespace, "scale-to-X"] = "1"
        properties.attributes[namespace, "scale-to-Y"] = "0"
    layout.addElement(properties)
    below = odf.FooterStyle()
    below.addElement(odf.HeaderFooterProperties(minheight="0.6cm", margintop="0.3cm"))
    layout.addElement(below)
    document.automaticstyles.addElement(layout)
    master = odf.MasterPage(name="Default", pagelayoutname=layout)
    footer = odf.Footer()
    line = P(text="page ")
    line.addElement(PageNumber())
    line.addText("/")
    line.addElement(PageCount())
    footer.addElement(line)
    master.addElement(footer)
    document.masterstyles.addElement(master)
