"""Measures every size of store and prints the tables of docs/performances.md.

`python tests/bench/run.py [poste equipe national] [--dossier DOSSIER]`: stores are built once, then kept.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

from generate import DEFAULT_FOLDER, ROOT, prepare
from sizes import SIZES

ROWS = (
    ("base_mo", "Base chiffrée (Mo)", 0),
    ("unlock", "Déverrouiller par la phrase et ouvrir (ms)", 0),
    ("addresses", "Adresses de chiffres calculées", 0),
    ("figures", "Tous les chiffres de l'année et N-1 (ms)", 0),
    ("figures_by_hand", "Les mêmes en SQL écrit à la main (ms)", 0),
    ("figures_ratio", "Rapport (promesse : 1,2 au plus)", 2),
    ("months", "Un chiffre, mois par mois (ms)", 0),
    ("records", "La liste derrière « impayés signalés » (ms)", 0),
    ("list", "Toutes les familles dans l'ordre des noms (ms)", 0),
    ("page", "60 lignes de familles (ms)", 1),
    ("search_median", "Rechercher jusqu'aux 60 premières lignes, médiane (ms)", 1),
    ("search_worst", "Rechercher, le pire des textes (ms)", 1),
    ("open_median", "Ouvrir une famille, médiane (ms)", 0),
    ("open_worst", "Ouvrir une famille, la plus lente de 40 (ms)", 0),
    ("memory", "Mémoire prise par tout cela (Mo)", 0),
)


def measured(name: str, folder: Path) -> dict[str, float]:
    """Measure a size in a process of its own, so that its memory is its own."""
    profile = prepare(SIZES[name], folder)
    command = [sys.executable, str(Path(__file__).with_name("measures.py")), name, str(profile)]
    found: dict[str, float] = json.loads(subprocess.check_output(command, cwd=ROOT))
    return found


def table(names: list[str], columns: list[dict[str, float]]) -> str:
    """Return a Markdown table, with the growth from the first size to the last."""
    lines = [f"| | {' | '.join(names)} | croissance |", "|---|" + "---:|" * (len(names) + 1)]
    for key, label, decimals in ROWS:
        values = [f"{column[key]:.{decimals}f}".replace(".", ",") for column in columns]
        growth = f"× {columns[-1][key] / columns[0][key]:.1f}".replace(".", ",")
        lines.append(f"| {label} | {' | '.join(values)} | {growth} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tailles", nargs="*", metavar="taille")
    parser.add_argument("--dossier", type=Path, default=DEFAULT_FOLDER)
    options = parser.parse_args()
    names = options.tailles or list(SIZES)
    print(table(names, [measured(name, options.dossier) for name in names]))


if __name__ == "__main__":
    main()
