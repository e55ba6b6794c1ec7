"""Write tests/data/stores/<revision>/: a small encrypted store of today, which later versions must open.

A stored version is made once, when its revision is released, and never again: the folder is refused when it
is there. `attendus.json` gives the passphrase, the recovery code and what must be found.
"""

import json
import shutil
import sys
import tempfile
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from invented import PORTFOLIO, TODAY, YEAR, add_aid_life, add_follow_files, add_follow_up, add_notes  # noqa: E402
from portfolio_format import write_portfolio  # noqa: E402
from profiles import PHRASE, communes, profile_at  # noqa: E402

from caseapp.domain.nomenclature import Code  # noqa: E402
from caseapp.domain.periods import year_period  # noqa: E402
from caseapp.services.workspace import Workspace  # noqa: E402
from caseapp.store.upgrade import HEAD  # noqa: E402

STORES = ROOT / "tests" / "data" / "stores"
AUTHOR = "ines.lacoste"
SEARCHES = ("obrien", "06 12 34", "aitahmed", "œuvrard", "dax", "nguyen thi", "absent")


def fill(workspace: Workspace, files: Path) -> None:
    """Do what leaves something in every table, and every sort of entry in the journal."""
    workspace.echange.import_path(write_portfolio(files / "portefeuille", PORTFOLIO))
    workspace.nomenclatures.add_code("motif", Code("gens_du_voyage", "Gens du voyage", "logement", "local"))
    workspace.nomenclatures.rename_label("canal", "sms", "Message texte")
    workspace.nomenclatures.disable_code("motif", "naissance_multiple", TODAY)
    (family,) = workspace.familles.search("obrien")
    workspace.familles.open_fiche(family, TODAY)
    workspace.familles.reveal_contact(family)
    workspace.echange.export(files / "export")


def expected(workspace: Workspace, code: str) -> dict[str, Any]:
    """Return what a later version must find again; figures that are zero or unknown are left out."""
    verification = workspace.verification.verify()
    figures = {
        year: {
            address: str(Fraction(figure.value))
            for address, figure in workspace.statistiques.figures(year_period(year)).values.items()
            if figure.value
        }
        for year in (YEAR - 1, YEAR)
    }
    return {
        "fait_le": datetime.now(UTC).date().isoformat(),
        "phrase": PHRASE,
        "code_de_secours": code,
        "familles": verification.familles,
        "enregistrements": verification.enregistrements,
        "entrees_journal": verification.entrees_journal,
        "recherches": {text: len(workspace.familles.search(text)) for text in SEARCHES},
        "faits_de_la_premiere_famille": len(
            workspace.familles.open_fiche(workspace.familles.search("obrien")[0], TODAY).fil
        ),
        "chiffres": figures,
    }


def main() -> int:
    """Make the store of today's revision."""
    folder = STORES / HEAD
    if folder.exists():
        print(f"{folder} existe : une version gardée ne se refait pas.")
        return 1
    with tempfile.TemporaryDirectory() as name:
        profil = profile_at(Path(name) / "profil")
        opening = profil.create(PHRASE)
        workspace = Workspace(opening, profil, AUTHOR, communes())
        fill(workspace, Path(name))
        add_notes(opening.store, AUTHOR)
        add_follow_up(opening.store, AUTHOR)
        add_aid_life(opening.store, AUTHOR)
        add_follow_files(opening.store, AUTHOR)
        found = expected(workspace, opening.recovery_code or "")
        found["entrees_journal"] += 1  # the opening that counted the facts
        workspace.close()
        folder.mkdir(parents=True)
        for path in (profil.store_path, profil.keys_path):
            shutil.copy(path, folder / path.name)
    text = json.dumps(found, ensure_ascii=False, indent=1)
    (folder / "attendus.json").write_text(f"{text}\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
