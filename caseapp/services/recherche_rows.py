"""What the search over everything finds."""

from dataclasses import dataclass
from enum import StrEnum

from caseapp.domain.jeu_de_regles import Domaine


class TrouveKind(StrEnum):
    """What an answer is; its value is what the user reads."""

    FAMILLE = "Famille"
    NOTE = "Note"
    DOSSIER = "Dossier"
    AIDE = "Aide"
    IMPAYE = "Impayé"
    LOGEMENT = "Logement"
    SUIVI = "Suivi RSA"
    PARTENAIRE = "Partenaire"
    LIEU = "Lieu"
    PAGE = "Page"


@dataclass(frozen=True, slots=True)
class Trouve:
    """One answer: what it is, its title, what helps to recognise it, the family it opens."""

    kind: TrouveKind
    titre: str
    detail: str = ""
    famille_id: int | None = None
    cle: str = ""
    """Key of a page."""
    aide_id: int | None = None
    """The aid that it opens, rather than the family."""
    dossier: tuple[Domaine, int] | None = None
    """The file that it opens, rather than the family."""
