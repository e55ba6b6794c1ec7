"""Real profiles for the tests: true files and keys, with a derivation that costs nothing."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from invented import PORTFOLIO, add_notes
from portfolio_format import write_portfolio
from stores import AUTEUR

from caseapp.domain.communes import CommuneDirectory
from caseapp.domain.nomenclature import load_nomenclatures
from caseapp.paths import resource
from caseapp.security.derivation import KdfCost
from caseapp.security.key_file import KeyFile
from caseapp.services import demonstration
from caseapp.services.profil import ProfilService
from caseapp.services.workspace import Workspace

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


def open_workspace(profil: ProfilService, phrase: str = PHRASE) -> Workspace:
    """Unlock a profile, in the name of the tests."""
    return Workspace(profil.unlock_with_phrase(phrase), profil, AUTEUR, communes())


@cache
def _invented() -> Path:
    """Make, once a process, the profile of the invented families; return its folder."""
    folder = Path(tempfile.mkdtemp(prefix="caseapp-invente-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    profil = profile_at(folder / "profil")
    opening = profil.create(PHRASE)
    workspace = Workspace(opening, profil, AUTEUR, communes())
    workspace.echange.import_path(write_portfolio(folder / "portefeuille", PORTFOLIO))
    add_notes(opening.store, AUTEUR)
    workspace.close()
    return profil.folder


def invented_profile(folder: Path) -> ProfilService:
    """Return a profile of its own, closed, that holds the invented families."""
    shutil.copytree(_invented(), folder)
    return profile_at(folder)


@cache
def _landes() -> Path:
    """Make, once a process, the profile of the demonstration; return its folder."""
    folder = Path(tempfile.mkdtemp(prefix="caseapp-landes-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    profil = profile_at(folder)
    workspace = Workspace(profil.create(PHRASE), profil, AUTEUR, communes())
    workspace.echange.import_path(resource(demonstration.PORTFOLIO))
    workspace.close()
    return folder


def landes_profile(folder: Path) -> ProfilService:
    """Return a profile of its own, closed, that holds the demonstration portfolio."""
    shutil.copytree(_landes(), folder)
    return profile_at(folder)
