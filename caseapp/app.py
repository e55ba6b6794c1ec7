"""Composition root: paths, keys, store, services, window. Wiring only."""

from pathlib import Path

from caseapp.domain.communes import CommuneDirectory
from caseapp.domain.nomenclature import load_nomenclatures
from caseapp.paths import default_profile_dir, resource
from caseapp.security.os_keyring import OsKeyring
from caseapp.security.process import disable_core_dumps
from caseapp.services.acces import AccesService, Demonstration
from caseapp.services.profil import ProfilService
from caseapp.services.sauvegarde import SauvegardeService


class Application:
    """The program over one profile folder."""

    def __init__(self, folder: Path | None = None) -> None:
        disable_core_dumps()
        self.communes = CommuneDirectory.load(resource("communes.tsv.gz"))
        self.profil = ProfilService(
            folder or default_profile_dir(),
            self.communes,
            load_nomenclatures(resource("nomenclatures.toml")),
        )
        self.acces = AccesService(self.profil, self.communes, OsKeyring())
        self.sauvegarde = SauvegardeService(self.profil)

    def open_window(self, demonstration: Demonstration | None = None) -> int:
        """Open the window, on the demonstration when one is given; return the exit code."""
        from caseapp.ui.program import run_window  # noqa: PLC0415 - the command line does without Qt

        return run_window(self.acces, demonstration)
