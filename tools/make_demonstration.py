"""Make the demonstration portfolio shipped in resources/demonstration/ from the reference folder.

Usage: python tools/make_demonstration.py FOLDER EXPECTED_FIGURES.csv
The same files give the same bytes: names sorted, dates fixed.
"""

import shutil
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "resources" / "demonstration"
FIXED_DATE = (1980, 1, 1, 0, 0, 0)


def write_archive(folder: Path, target: Path) -> int:
    """Pack the CSV files of `folder`; return how many."""
    files = sorted(folder.glob("*.csv"))
    with zipfile.ZipFile(target, "w") as archive:
        for file in files:
            member = zipfile.ZipInfo(file.name, FIXED_DATE)
            member.create_system = 3  # the same on every system
            member.external_attr = 0o644 << 16
            archive.writestr(member, file.read_bytes(), zipfile.ZIP_DEFLATED, 9)
    return len(files)


def main() -> int:
    """Write both files; exit 2 when the arguments are wrong."""
    if len(sys.argv) != 3 or not Path(sys.argv[1]).is_dir() or not Path(sys.argv[2]).is_file():
        print(__doc__, file=sys.stderr)
        return 2
    folder, figures = Path(sys.argv[1]), Path(sys.argv[2])
    TARGET.mkdir(parents=True, exist_ok=True)
    archive = TARGET / f"{folder.name}.zip"
    count = write_archive(folder, archive)
    shutil.copyfile(figures, TARGET / f"{folder.name}-attendus.csv")
    print(f"{archive.name} : {count} fichiers, {archive.stat().st_size} octets")
    return 0


if __name__ == "__main__":
    sys.exit(main())
