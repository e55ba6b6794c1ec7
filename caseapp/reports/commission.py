"""The session of a commission as its documents give it: values that the renderers and the tests share."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time

from caseapp.domain.labels import format_cents, format_long_date, format_time

DUTY = "Secret professionnel : à ne pas copier ni transmettre, à détruire après la séance."
KEPT_BACK = "L'objet et l'exposé ne sont pas joints : ils peuvent nommer quelqu'un."
TEXTS_JOINED = (
    "Les objets et les exposés sont joints tels qu'ils ont été saisis : relisez-les avant de diffuser ce "
    "dossier. Ceux des familles protégées n'y sont pas."
)
NO_EXPOSE = "Aucun exposé n'est saisi."
PROTECTED_TEXTS = "Famille protégée : ni nom, ni commune, ni texte libre dans ce document."


@dataclass(frozen=True, slots=True)
class SeancePapier:
    """When and where a session sits."""

    instance: str
    jour: date
    heure: time | None
    lieu: str
    edite_le: date

    @property
    def moment(self) -> str:
        """Write `24 novembre 2026, 9 h 30, Antenne de Dax`."""
        hour = format_time(self.heure) if self.heure is not None else ""
        return ", ".join(part for part in (format_long_date(self.jour), hour, self.lieu) if part)


@dataclass(frozen=True, slots=True)
class PiecePapier:
    """A document that a request needs."""

    libelle: str
    obligatoire: bool
    date_reception: date | None


@dataclass(frozen=True, slots=True)
class AutreFinanceur:
    """What another funder gives, in cents; `etat` in words."""

    nom: str
    montant: int
    etat: str


@dataclass(frozen=True, slots=True)
class AidePassee:
    """An aid granted before, in cents."""

    date: date
    aide: str
    subvention: int
    pret: int


@dataclass(frozen=True, slots=True)
class DemandePapier:
    """A request as members read it; amounts in cents, None while unknown."""

    famille: str
    """Name and number; empty in an anonymous file."""
    composition: str
    commune: str
    qf: int | None
    mois_qf: date | None
    motif: str
    aide: str
    objet: str
    date_demande: date
    urgente: bool
    montant_demande: int | None
    cout: int | None
    reste_a_charge: int | None
    financeurs: tuple[AutreFinanceur, ...]
    aides_12_mois: tuple[AidePassee, ...]
    pieces: tuple[PiecePapier, ...]
    constats: tuple[str, ...]
    expose: str
    mention: str = ""
    """What is said where there is no exposé."""


def anonymous(demande: DemandePapier, *, with_texts: bool) -> DemandePapier:
    """Return the request without name, number nor commune, nor any name of a funder or of a document.

    Texts that someone typed may name a person: they stay out unless the user asked for them.
    """
    financeurs = tuple(replace(one, nom="") for one in demande.financeurs)
    pieces = tuple(replace(one, libelle="") for one in demande.pieces)
    bare = replace(demande, famille="", commune="", financeurs=financeurs, pieces=pieces, mention="")
    return bare if with_texts else replace(bare, objet="", expose="")


def unnamed(demande: DemandePapier, numero: str) -> DemandePapier:
    """Return the request of a protected family as a nominative file gives it when it was not ticked."""
    bare = anonymous(demande, with_texts=False)
    return replace(bare, famille=f"Famille protégée n° {numero}", mention=PROTECTED_TEXTS)


@dataclass(frozen=True, slots=True)
class DossierPapier:
    """The members' file; `anonyme` when no family is named in it."""

    seance: SeancePapier
    demandes: tuple[DemandePapier, ...]
    anonyme: bool = False
    textes: bool = True
    """Whether the texts that may name someone are in it."""


@dataclass(frozen=True, slots=True)
class DecisionPapier:
    """A line of the minutes; amounts in cents, None for what was not granted or not said."""

    famille: str
    aide: str
    decision: str | None
    """Code of the list `decision`, None while it is to be decided."""
    montant_demande: int | None
    subvention: int | None
    pret: int | None
    motif: str = ""
    """Why, in words."""
    rectifiee: bool = False
    incomplete: bool = False
    """Whether mandatory documents were missing."""


@dataclass(frozen=True, slots=True)
class RectificationPapier:
    """A correction of a sealed decision; `avant` and `apres` in words with their amounts."""

    famille: str
    moment: datetime
    """Local."""
    auteur: str
    motif: str
    avant: str
    apres: str


@dataclass(frozen=True, slots=True)
class LignePapier:
    """A budget line that the session touches, in cents; None for what is not known."""

    libelle: str
    montant: int | None
    accorde_en_seance: int
    accorde: int
    reste: int | None


@dataclass(frozen=True, slots=True)
class ProcesVerbalPapier:
    """The minutes of a session."""

    seance: SeancePapier
    presents: tuple[str, ...]
    observations: str
    close_le: datetime | None
    """Local; None while it is only a draft of the minutes."""
    close_par: str
    decisions: tuple[DecisionPapier, ...]
    rectifications: tuple[RectificationPapier, ...] = ()
    lignes: tuple[LignePapier, ...] = ()


def amount(cents: int | None, unknown: str = "") -> str:
    """Write an amount, or what stands for it when it is not known."""
    return unknown if cents is None else format_cents(cents)
