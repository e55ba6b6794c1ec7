"""Composition root: paths, keys, store, services, window. Wiring only."""

from collections.abc import Callable
from pathlib import Path

from caseapp.domain.communes import CommuneDirectory
from caseapp.domain.nomenclature import load_nomenclatures
from caseapp.paths import default_profile_dir, resource
from caseapp.security.key_file import KeyFile
from caseapp.security.os_keyring import Keyring, OsKeyring
from caseapp.security.process import disable_core_dumps
from caseapp.services.acces import AccesService, Demonstration
from caseapp.services.profil import ProfilService
from caseapp.services.sauvegarde import SauvegardeService


class Application:
    """The program over one profile folder."""

    def __init__(
        self,
        folder: Path | None = None,
        make_keys: Callable[[Path], KeyFile] = KeyFile,
        keyring: Keyring | None = None,
    ) -> None:
        """Take the default folder when there is none, the keyring of the system when none is given."""
        disable_core_dumps()
        self.communes = CommuneDirectory.load(resource("communes.tsv.gz"))
        self.profil = ProfilService(
            folder or default_profile_dir(),
            self.communes,
            load_nomenclatures(resource("nomenclatures.toml")),
            make_keys,
        )
        self.acces = AccesService(self.profil, self.communes, keyring or OsKeyring())
        self.sauvegarde = SauvegardeService(self.profil)

    def open_window(self, demonstration: Demonstration | None = None) -> int:
        """Open the window, on the demonstration when one is given; return the exit code."""
        from caseapp.ui.program import run_window  # noqa: PLC0415 - the command line does without Qt

        return run_window(self.acces, demonstration)
