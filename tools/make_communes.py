"""Write resources/communes.tsv.gz from an unpacked copy of the npm package @etalab/decoupage-administratif.

Usage: python tools/make_communes.py PACKAGE_FOLDER [OUTPUT]. The same package gives the same bytes.
"""

import gzip
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

OUTPUT = Path(__file__).resolve().parent.parent / "resources" / "communes.tsv.gz"
CURRENT, DISTRICT = "commune-actuelle", "arrondissement-municipal"
HEADER = """\
# Communes, arrondissements municipaux, EPCI à fiscalité propre et anciennes communes de France
# Source : paquet npm @etalab/decoupage-administratif {version} (Etalab), d'après l'Insee (code officiel
# géographique, populations légales), la DGCL (EPCI) et La Poste (codes postaux)
# Licences : données sous Licence Ouverte (Etalab), paquet sous licence MIT (Copyright (c) 2018-2019 Etalab)
# Blocs séparés par une ligne vide : communes (code, nom, codes postaux, département, population, EPCI,
# commune de l'arrondissement), EPCI (SIREN, nom), anciennes (code, code actuel, nom s'il est connu)"""

Row = dict[str, Any]


def commune_lines(rows: list[Row], epcis: list[Row]) -> Iterator[str]:
    """Give one line for each current commune and municipal district, in the order of their codes."""
    epci_of = {member["code"]: epci["code"] for epci in epcis for member in epci["membres"]}
    for row in sorted(rows, key=lambda row: row["code"]):
        if row["type"] in {CURRENT, DISTRICT}:
            parent = row.get("commune", "")
            fields = (
                row["code"],
                row["nom"],
                " ".join(sorted(row.get("codesPostaux", []))),
                row["departement"],
                str(row.get("population", "")),
                epci_of.get(parent or row["code"], ""),
                parent,
            )
            yield "\t".join(fields)


def former_lines(rows: list[Row]) -> Iterator[str]:
    """Give one line for each former code or name; a former name may come with a current code."""
    current_of = {old: row["code"] for row in rows for old in row.get("anciensCodes", [])}
    names = {row["code"]: row["nom"] for row in rows if row["type"] not in {CURRENT, DISTRICT}}
    current_of.update({row["code"]: row["chefLieu"] for row in rows if "chefLieu" in row})
    for old in sorted(current_of):
        yield f"{old}\t{current_of[old]}\t{names.get(old, '')}"


def resource_text(package: Path) -> str:
    """Return the whole resource, unpacked."""
    rows: list[Row] = json.loads((package / "data" / "communes.json").read_text(encoding="utf-8"))
    epcis: list[Row] = json.loads((package / "data" / "epci.json").read_text(encoding="utf-8"))
    version = json.loads((package / "package.json").read_text(encoding="utf-8"))["version"]
    epci_lines = sorted(f"{epci['code']}\t{epci['nom']}" for epci in epcis)
    blocks = (commune_lines(rows, epcis), epci_lines, former_lines(rows))
    return "\n\n".join((HEADER.format(version=version), *("\n".join(block) for block in blocks))) + "\n"


def main(arguments: list[str]) -> None:
    """Write the resource and say its size."""
    output = Path(arguments[1]) if len(arguments) > 1 else OUTPUT
    packed = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=packed, compresslevel=9, mtime=0) as stream:
        stream.write(resource_text(Path(arguments[0])).encode())
    output.write_bytes(packed.getvalue())
    print(f"{output.name}: {len(packed.getvalue())} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
