"""Write resources/fonts/ from the static TTF files of Inter in the npm package @expo-google-fonts/inter.

Usage: python tools/make_fonts.py PACKAGE_FOLDER [OUTPUT]. Needs fontTools (4.68), the program does not.
The family is renamed: its digits all have the same width (reportlab applies no OpenType feature), and Qt must
never mix it with an Inter installed on the machine. The same package and fontTools give the same bytes.
"""

import shutil
import sys
from pathlib import Path

from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

OUTPUT = Path(__file__).resolve().parent.parent / "resources" / "fonts"
FAMILY = "Caseapp Sans"
SOURCES = {
    "Regular": "400Regular/Inter_400Regular.ttf",
    "SemiBold": "600SemiBold/Inter_600SemiBold.ttf",
    "Bold": "700Bold/Inter_700Bold.ttf",
}
FEATURES = ["ccmp", "kern", "locl", "mark", "mkmk"]
SMALL_TRIANGLES = {"▴": "▲", "▸": "▶", "▾": "▼", "◂": "◀"}
SMALL, RAISE = 0.6, 0.15  # of the big one, of the em
ORIGIN = "Inter 4.001 with tabular digits by default, small triangles, fewer OpenType features"
VERSION = "Version 4.001; tabular digits"


def tabular_digits(font: TTFont) -> dict[str, str]:
    """Return the glyph of each digit by its tabular form."""
    gsub = font["GSUB"].table
    lookups = {
        index
        for record in gsub.FeatureList.FeatureRecord
        if record.FeatureTag == "tnum"
        for index in record.Feature.LookupListIndex
    }
    mapping: dict[str, str] = {}
    for index in lookups:
        for subtable in gsub.LookupList.Lookup[index].SubTable:
            mapping.update(getattr(subtable, "ExtSubTable", subtable).mapping)
    digits = font.getBestCmap()
    return {digits[code]: mapping[digits[code]] for code in range(ord("0"), ord("9") + 1)}


def freeze_digits(font: TTFont) -> None:
    """Make the tabular digits those every program shows; tables may share one mapping."""
    tabular = tabular_digits(font)
    for table in font["cmap"].tables:
        for code in set(table.cmap) & set(range(ord("0"), ord("9") + 1)):
            table.cmap[code] = tabular.get(table.cmap[code], table.cmap[code])


def add_small_triangles(font: TTFont) -> None:
    """Draw the small triangles of menus and folded lists, which Inter lacks, from its big ones."""
    cmap, glyphs = font.getBestCmap(), font.getGlyphSet()
    for small, big in SMALL_TRIANGLES.items():
        source, name = cmap[ord(big)], f"uni{ord(small):04X}"
        pen = TTGlyphPen(None)
        glyphs[source].draw(
            TransformPen(pen, (SMALL, 0, 0, SMALL, 0, round(RAISE * font["head"].unitsPerEm)))
        )
        glyph = pen.glyph()
        glyph.recalcBounds(font["glyf"])
        font["glyf"][name] = glyph
        font["hmtx"][name] = (round(font["hmtx"][source][0] * SMALL), glyph.xMin)
        for table in font["cmap"].tables:
            table.cmap[ord(small)] = name
    font.getReverseGlyphMap(rebuild=True)


def subset(font: TTFont) -> None:
    """Keep every character, drop alternates and the contextual ones, which would rewrite typed text."""
    options = Options()
    options.layout_features = FEATURES
    options.drop_tables += ["STAT"]
    options.name_IDs = ["*"]
    options.notdef_outline = True
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=font.getBestCmap())
    subsetter.subset(font)


def rename(font: TTFont, style: str) -> None:
    """Name the family and the style for both kinds of programs: four styles a family, or any number."""
    names = font["name"]
    for record in list(names.names):
        if record.nameID not in {0, 8, 9, 11, 12, 13, 14}:
            names.removeNames(nameID=record.nameID)
    plain = style in {"Regular", "Bold"}
    full = FAMILY if style == "Regular" else f"{FAMILY} {style}"
    postscript = f"{FAMILY.replace(' ', '')}-{style}"
    new = {1: FAMILY if plain else full, 2: style if plain else "Regular", 3: f"4.001;{postscript}", 4: full}
    new |= {5: VERSION, 6: postscript, 10: ORIGIN}
    if not plain:
        new |= {16: FAMILY, 17: style}
    for identifier, text in new.items():
        names.setName(text, identifier, 3, 1, 0x409)


def main(arguments: list[str]) -> None:
    """Write the three fonts and their licence, and say their sizes."""
    package = Path(arguments[0])
    output = Path(arguments[1]) if len(arguments) > 1 else OUTPUT
    output.mkdir(parents=True, exist_ok=True)
    for style, source in SOURCES.items():
        font = TTFont(package / source, recalcTimestamp=False)
        freeze_digits(font)
        add_small_triangles(font)
        subset(font)
        rename(font, style)
        path = output / f"CaseappSans-{style}.ttf"
        font.save(path)
        print(f"{path.name}: {path.stat().st_size} bytes")
    shutil.copyfile(package / "LICENSE_FONT", output / "OFL.txt")


if __name__ == "__main__":
    main(sys.argv[1:])
