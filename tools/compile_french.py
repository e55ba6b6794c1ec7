"""Compile the French texts of the command line (argparse.po) into the catalogue that Python reads (.mo)."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDER = Path(__file__).resolve().parents[1] / "resources/locale/fr/LC_MESSAGES"


def main() -> None:
    """Write argparse.mo beside argparse.po."""
    with (FOLDER / "argparse.po").open("rb") as source:
        catalog = read_po(source, locale="fr")
    with (FOLDER / "argparse.mo").open("wb") as target:
        write_mo(target, catalog)


if __name__ == "__main__":
    main()
