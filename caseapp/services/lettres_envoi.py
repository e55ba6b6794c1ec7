"""Letters about to be written: which ones, why some are not, their words and the names of their files."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from caseapp.domain.labels import format_date, format_long_date
from caseapp.domain.lettre import CHAMPS, Modele, fields, fill, missing
from caseapp.domain.nomenclature import Decision
from caseapp.errors import InputError
from caseapp.reports.lettre import Lettre, paragraphs, render_lettre, unbroken
from caseapp.reports.lettre_docx import render_docx
from caseapp.reports.text_fit import one_line
from caseapp.services.lettres_modeles import ModeleRow
from caseapp.services.lettres_valeurs import Champs, Courrier

DOCX, PDF = ".docx", ".pdf"
RENDERERS = {DOCX: render_docx, PDF: render_lettre}
SENDER = "Caisse d'allocations familiales"
NOTIFIEES = frozenset({Decision.ACCORD.value, Decision.ACCORD_PARTIEL.value, Decision.REFUS.value})
"""Decisions whose letter dates the notification: a request put off keeps that date for its own decision."""
NO_LETTER = "Ne pas écrire : prévenir la famille autrement."
PROTECTED = "Famille protégée : la lettre portera son nom et son adresse."
PROTECTED_COMMUNE = "Famille protégée : la lettre portera son nom et sa commune."
PROTECTED_NAME = "Famille protégée : la lettre portera son nom."
NO_REASON = "Refus sans motif précis : dites dans la lettre pourquoi."
NO_ADDRESS = "Adresse non saisie : la lettre n'en portera pas."
SAMPLE: Champs = {
    "nom": "Martin", "prenom": "Louise", "adresse": "12 rue des Lilas", "commune": "Dax",
    "matricule": "1004233", "reference": "AF-0012", "aide": "Équipement ménager", "objet": "Lave-linge",
    "date_demande": "03/11/2026", "montant_demande": "480,00 €", "decision": "Accord",
    "date_decision": "24/11/2026", "date_seance": "24/11/2026", "instance": "Commission d'action sociale",
    "montant": "480,00 €", "subvention": "320,00 €", "pret": "160,00 €",
    "formes": "Subvention : 320,00 €\nPrêt sans intérêt : 160,00 €",
    "motif_refus": "quotient familial supérieur au plafond",
    "motif_decision": "Cette décision tient compte des pièces de votre dossier.",
    "tiers": "Électroménager des Landes", "montant_tiers": "320,00 €", "nombre_echeances": "2 échéances",
    "echeances": "05/01/2027 : 80,00 €\n05/02/2027 : 80,00 €", "caf": SENDER, "agent": "Camille Durand",
}  # fmt: skip
"""An invented family, for the preview."""
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class LettreAFaire:
    """A letter that can be ticked; `empechement` says why it cannot be made at all."""

    aide_id: int
    reference: str
    famille: str = field(repr=False)
    protegee: bool
    modele: Modele
    avertissements: tuple[str, ...]
    empechement: str = ""
    une_a_une: bool = False
    """Whether it must be ticked by itself: a protected family, or one that wants no letter."""
    provisoire: bool = False
    """Whether its session is not closed: the decision may still change."""

    @property
    def cochee(self) -> bool:
        """Whether it is made unless the user says no; one without address is handed over."""
        said = set(self.avertissements) - {NO_ADDRESS}
        return not said and not self.empechement and not self.provisoire


@dataclass(frozen=True, slots=True)
class Envoi:
    """Which letters, in which formats, where, dated which day."""

    aide_ids: tuple[int, ...]
    formats: tuple[str, ...]
    dossier: Path
    jour: date
    code: str | None = None
    """Of the model; None: that of each decision."""
    seance_id: int | None = None


@dataclass(frozen=True, slots=True)
class LettresFaites:
    """What was written; `refus` says why the others were not, empty when all were."""

    lettres: int
    fichiers: int
    refus: str = ""


def modele_of(modeles: Iterable[ModeleRow], code: str | None, decision: str | None) -> Modele | None:
    """Return the model asked for, or the first one that announces a decision; None when there is none."""
    for row in modeles:
        one = row.modele
        if (
            (one.code == code)
            if code is not None
            else (one.decision is not None and one.decision == decision)
        ):
            return one
    return None


def concerns(courrier: Courrier, modele: Modele) -> bool:
    """Tell whether a request has what a letter is about: its decision, or the words it needs.

    A model that cannot be filled for anyone concerns everyone: its letters then say what is wrong with it.
    """
    if modele.decision is not None:
        return modele.decision == courrier.decision
    try:
        return not _lacking(courrier, modele)
    except ValueError:
        return True


def to_make(courrier: Courrier, modele: Modele) -> LettreAFaire:
    """Return what must be known before a letter is made."""
    addressed = bool(courrier.champs["adresse"].strip())
    said = [NO_LETTER] if courrier.ne_pas_ecrire else []
    bare = PROTECTED_COMMUNE if courrier.champs["commune"] else PROTECTED_NAME
    said += [PROTECTED if addressed else bare] if courrier.protegee else []
    if courrier.date_notification is not None and modele.decision is not None:
        said.append(f"Déjà notifiée le {format_date(courrier.date_notification)}.")
    if not addressed:
        said.append(NO_ADDRESS)
    obstacle = _obstacle(courrier, modele)
    if not obstacle and modele.decision == Decision.REFUS and not _says_why(courrier, modele):
        said.append(NO_REASON)
    return LettreAFaire(
        courrier.aide_id, courrier.reference, courrier.famille, courrier.protegee, modele, tuple(said),
        obstacle, courrier.protegee or courrier.ne_pas_ecrire,
        courrier.provisoire,
    )  # fmt: skip


def _obstacle(courrier: Courrier, modele: Modele) -> str:
    """Say why a letter cannot be made: a model of an import with a wrong field, or a field without value."""
    try:
        lacking = _lacking(courrier, modele)
    except ValueError as error:
        return f"Modèle « {modele.libelle} » : {error}"
    if not lacking:
        return ""
    return f"À saisir d'abord : {', '.join(CHAMPS[name] for name in lacking)}."


def _lacking(courrier: Courrier, modele: Modele) -> tuple[str, ...]:
    return missing(f"{modele.objet}\n{modele.corps}", {**courrier.champs, "date_lettre": "-"})


def _says_why(courrier: Courrier, modele: Modele) -> bool:
    """Tell whether a refusal gives a reason: « autre motif » is none, nor is an empty precision."""
    given = set(fields(modele.corps))
    precise = "motif_refus" in given and courrier.motif_precis
    return precise or ("motif_decision" in given and bool(courrier.champs["motif_decision"].strip()))


def build(modele: Modele, champs: Champs, destinataire: tuple[str, ...], jour: date) -> Lettre:
    """Return the letter; InputError for a model whose fields cannot be filled."""
    day = format_long_date(jour)
    values = {**champs, "date_lettre": day}
    try:
        objet, corps = fill(modele.objet, values), fill(modele.corps, values)
    except ValueError as error:
        raise InputError(str(error)) from error
    sender = champs.get("caf") or SENDER
    return Lettre(
        (sender,),
        destinataire,
        f"Le {day}",
        champs["reference"],
        unbroken(one_line(objet)),
        paragraphs(corps),
    )


def file_names(lettres: Iterable[LettreAFaire]) -> dict[int, str]:
    """Return the name, without its ending, of the file of each letter: its reference, never the family.

    What a disk could refuse becomes a hyphen; two letters never share a name, whatever their case.
    """
    names: dict[int, str] = {}
    taken: set[str] = set()
    for one in lettres:
        reference = _UNSAFE.sub("-", one.reference).strip("-.") or str(one.aide_id)
        stem = f"lettre {reference} {_UNSAFE.sub('-', one.modele.code)}"
        free = next(
            name
            for name in (stem, *(f"{stem} {rank}" for rank in range(2, 10_000)))
            if name.lower() not in taken
        )
        taken.add(free.lower())
        names[one.aide_id] = free
    return names
