"""Where the files of each domain of dated rules are opened and begun."""

from caseapp.domain.jeu_de_regles import Domaine
from caseapp.ui.navigator import Navigator


def open_file(navigator: Navigator, domaine: Domaine, ident: int) -> None:
    """Open a file on its page."""
    {
        Domaine.IMPAYES: navigator.impaye_requested,
        Domaine.INDECENCE: navigator.signalement_requested,
        Domaine.RSA: navigator.suivi_requested,
    }[domaine].emit(ident)


def begin_file(navigator: Navigator, domaine: Domaine, famille_id: int | None) -> None:
    """Open the entry of a new file on its page, about a family or about nobody yet."""
    {
        Domaine.IMPAYES: navigator.impaye_wanted,
        Domaine.INDECENCE: navigator.signalement_wanted,
        Domaine.RSA: navigator.suivi_wanted,
    }[domaine].emit(famille_id)
