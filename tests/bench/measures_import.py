"""Measures the import of a portfolio into an empty encrypted store: rows a second, and how that holds."""

import json
import sys
import tempfile
import time
from pathlib import Path

from generate import AUTEUR, profile_service, unlock

from caseapp.paths import resource
from caseapp.services.echange import EchangeService

REFERENCE = "demonstration/landes-2017.zip"


def measure(profile: Path | None) -> dict[str, float]:
    """Return the rows of the reference folder, or of the export of a profile, and the time to import them."""
    with tempfile.TemporaryDirectory() as folder:
        source = resource(REFERENCE) if profile is None else exported(profile, Path(folder))
        service, communes = profile_service(Path(folder) / "profil")
        store = service.create("banc essai vingt deux girafes portent quarante parapluies").store
        echange = EchangeService(store, AUTEUR, communes)
        start, work = time.perf_counter(), time.process_time()
        result = echange.import_path(source)
        seconds, worked = time.perf_counter() - start, time.process_time() - work
        rows = sum(one.nouvelles for one in result.files)
        assert result.is_clean, result.problems[:3]
        store.close()
        return {"rows": rows, "seconds": seconds, "rate": rows / seconds, "rate_of_work": rows / worked}


def exported(profile: Path, folder: Path) -> Path:
    """Export a generated store as an exchange folder."""
    opening = unlock(profile)
    EchangeService(opening.store, AUTEUR).export(folder / "export")
    opening.store.close()
    return folder / "export"


def main() -> None:
    """Print the measures as JSON: `measures_import.py [PROFIL]`, the reference folder without a profile."""
    sys.stdout.write(json.dumps(measure(Path(sys.argv[1]) if len(sys.argv) > 1 else None)))


if __name__ == "__main__":
    main()
