"""Real profiles for the tests: true files and keys, with a derivation that costs nothing."""

from functools import cache
from pathlib import Path

from caseapp.domain.communes import CommuneDirectory
from caseapp.domain.nomenclature import load_nomenclatures
from caseapp.paths import resource
from caseapp.security.derivation import KdfCost
from caseapp.security.key_file import KeyFile
from caseapp.services.profil import ProfilService

CHEAP = KdfCost(time=1, memory_kib=64, lanes=1)
PHRASE = "gravier Ouessant tulipe marmotte parapluie kiwi dolmen"
OTHER_PHRASE = "moulin zinnia nougat Cherbourg octobre falaise sabotier"


@cache
def communes() -> CommuneDirectory:
    """Return the shipped directory, read once a process."""
    return CommuneDirectory.load(resource("communes.tsv.gz"))


def cheap_keys(path: Path) -> KeyFile:
    """Return a key file whose wraps are quick to open."""
    return KeyFile(path, CHEAP)


def profile_at(folder: Path) -> ProfilService:
    """Return the service of a profile folder, which need not exist."""
    return ProfilService(folder, communes(), load_nomenclatures(resource("nomenclatures.toml")), cheap_keys)
