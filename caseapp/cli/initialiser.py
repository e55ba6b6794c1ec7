"""`caseapp initialiser`: create the encrypted store of an empty profile."""

from argparse import Namespace

from caseapp.cli.command import Command, Context, ask_phrase, no_option
from caseapp.errors import PhraseError, ProfileError
from caseapp.services.profil import ProfileState


def run(_options: Namespace, context: Context) -> int:
    """Create the profile and print its recovery code, once."""
    acces = context.application.acces
    if acces.state() is not ProfileState.EMPTY:
        raise ProfileError(f"Le dossier « {acces.folder} » contient déjà un profil : il n'est pas remplacé.")
    phrase = ask_phrase("Phrase de passe (plusieurs mots) : ")
    if ask_phrase("La même, encore une fois : ") != phrase:
        raise PhraseError("Les deux phrases ne sont pas les mêmes : rien n'a été créé.")
    workspace, code = acces.create(phrase)
    workspace.close()
    print(f"Profil créé dans « {acces.folder} ».")
    print("Code de secours, affiché une seule fois. Imprimez-le et rangez-le hors de ce poste :")
    print(code)
    return 0


COMMAND = Command("initialiser", "crée la base chiffrée d'un profil vide", no_option, run)
