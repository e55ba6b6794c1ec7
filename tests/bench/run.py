"""Measures every size of store and prints the tables of docs/performances.md.

`python tests/bench/run.py [poste equipe national] [--dossier DOSSIER]`: stores are built once, then kept.
"""

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

from generate import DEFAULT_FOLDER, ROOT, prepare
from measures_impayes import prepare_arrears
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
    ("door", "Du lancement du processus à la porte (ms)", 0),
    ("usable", "De l'ouverture à la liste des familles peinte (ms)", 0),
    ("usable_blocked", "… dont le plus long tour de la fenêtre (ms)", 0),
    ("typed_median", "De la touche aux lignes peintes, médiane (ms)", 0),
    ("typed_worst", "De la touche aux lignes peintes, la pire (ms)", 0),
    ("typed_blocked", "Plus long tour de la fenêtre pendant la frappe (ms)", 0),
    ("day", "Accueil : lire la journée (ms)", 0),
    ("year", "Accueil : l'année à ce jour, calculée à part (ms)", 0),
    ("week", "Agenda : la semaine de tous les agents (ms)", 0),
    ("offers", "Offres : situer toutes les offres ouvertes (ms)", 0),
    ("find", "Ctrl+K, le pire des textes (ms)", 0),
    ("choices", "Choisir une famille dans une saisie, le pire (ms)", 1),
    ("likely", "Doublons possibles d'une nouvelle famille, le pire (ms)", 0),
    ("save", "Enregistrer un entretien et sa note, médiane (ms)", 0),
    ("save_worst", "Enregistrer, le plus lent de 15 (ms)", 0),
    ("undo", "Annuler cet entretien, médiane (ms)", 0),
    ("aids_number", "Demandes d'aide dans la base", 0),
    ("aids", "Toutes les demandes, dans l'ordre (ms)", 0),
    ("aids_page", "60 lignes de demandes (ms)", 1),
    ("list_painted", "Demandes : de l'ouverture de la page aux lignes peintes (ms)", 0),
    ("list_blocked", "… dont le plus long tour de la fenêtre (ms)", 0),
    ("session", "Lire une séance de 300 demandes (ms)", 0),
    ("session_painted", "De son ouverture à ses lignes peintes (ms)", 0),
    ("session_blocked", "… dont le plus long tour de la fenêtre (ms)", 0),
    ("decide", "Enregistrer une décision, médiane (ms)", 0),
    ("decide_worst", "Enregistrer une décision, la plus lente de 40 (ms)", 0),
    ("key_median", "De la touche A à la décision écrite et peinte, médiane (ms)", 0),
    ("key_worst", "De la touche A à la décision écrite et peinte, la pire de 40 (ms)", 0),
    ("key_blocked", "Plus long tour de la fenêtre pendant ces décisions (ms)", 0),
    ("loans_number", "Prêts en cours", 0),
    ("balances", "Le solde de tous les prêts (ms)", 0),
    ("loans", "La liste des prêts en cours, retards calculés (ms)", 0),
    ("budget", "Les lignes du budget de l'année (ms)", 0),
)
ARREARS = (
    ("arrears_number", "Impayés ouverts", 0),
    ("arrears_read", "Lire leurs faits, dettes et plans (ms)", 0),
    ("arrears_compute", "Recalculer toutes leurs échéances (ms)", 0),
    ("arrears_ratio", "… rapporté à la boucle témoin du moment", 1),
    ("board_first", "Le tableau, lu en entier pour la première fois (ms)", 0),
    ("board_after_write", "Le tableau, un dossier changé depuis (ms)", 0),
    ("board_again", "Le tableau, la base inchangée (ms)", 0),
    ("board_filter", "Le tableau, filtré (ms)", 0),
    ("board_painted", "De l'ouverture de la page aux cartes peintes (ms)", 0),
    ("board_blocked", "… dont le plus long tour de la fenêtre (ms)", 0),
    ("board_list", "Du tableau à la liste peinte (ms)", 0),
    ("board_list_blocked", "… dont le plus long tour de la fenêtre (ms)", 0),
)
IMPORTS = {"reference": None, "poste": "poste", "equipe": "equipe"}
"""What is imported into an empty store: the demonstration folder, then the exports of generated stores."""


def measured(name: str, folder: Path) -> dict[str, float]:
    """Measure a size, each part in a process of its own, so that its memory and its start are its own."""
    profile = str(prepare(SIZES[name], folder))
    return (
        asked("measures", name, profile)
        | asked("measures_window", profile, str(time.time()))
        | asked("measures_day", profile)
        | asked("measures_aids", profile)
    )


def asked(module: str, *arguments: str) -> dict[str, float]:
    """Run one of the modules of measures and read what it prints."""
    script = Path(__file__).with_name(f"{module}.py")
    found: dict[str, float] = json.loads(
        subprocess.check_output([sys.executable, str(script), *arguments], cwd=ROOT)
    )
    return found


def imports(folder: Path) -> str:
    """Return the rows a second of each import, as a Markdown table."""
    lines = ["| Import | lignes | secondes | lignes par seconde |", "|---|---:|---:|---:|"]
    for label, name in IMPORTS.items():
        found = asked("measures_import", *([str(prepare(SIZES[name], folder))] if name else []))
        lines.append(f"| {label} | {found['rows']:.0f} | {found['seconds']:.1f} | {found['rate']:.0f} |")
    return "\n".join(lines)


def arrears(folder: Path) -> str:
    """Return the times of a team's open arrears, as a Markdown table."""
    found = asked("measures_impayes", str(prepare_arrears(folder)))
    lines = ["| | 15 000 impayés |", "|---|---:|"]
    for key, label, decimals in ARREARS:
        lines.append(f"| {label} | {found[key]:.{decimals}f} |".replace(".", ","))
    return "\n".join(lines)


def pace() -> float:
    """Return the time of a fixed loop, in milliseconds: how slow the machine is at that moment."""
    start = time.perf_counter()
    total = 0
    for number in range(1_000_000):
        total += number * number % 7
    return (time.perf_counter() - start) * 1000


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
    print(f"Boucle témoin : {pace():.0f} ms\n")
    print(table(names, [measured(name, options.dossier) for name in names]))
    print(f"\n{arrears(options.dossier)}")
    print(f"\n{imports(options.dossier)}\n\nBoucle témoin : {pace():.0f} ms")


if __name__ == "__main__":
    main()
