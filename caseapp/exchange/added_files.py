"""The files that version 1 of the exchange format has not; a reader of version 1 leaves them out.

A record without a reference is known by its `identifiant`, which the export gives.
"""

from sqlalchemy import ColumnElement, or_

from caseapp.domain.date_entry import JOURS
from caseapp.domain.nomenclature import NiveauNote
from caseapp.exchange.columns import (
    AGENT,
    CRENEAU,
    FAMILLE,
    IDENTIFIANT,
    INTERVENTION,
    REFERENCE,
    RENDEZ_VOUS,
    cents,
    choice,
    code,
    count,
    day,
    hour,
    ref,
    text,
)
from caseapp.exchange.sheet_cells import just_fills
from caseapp.exchange.specs import ColumnSpec, FileSpec, Kind, Rule, Values, ordered
from caseapp.models import (
    Demarche,
    DroitExamine,
    Horaire,
    Note,
    Objectif,
    Orientation,
    Personne,
    ReferenceFusionnee,
)

NOTES = "notes"
REFERENCES_FUSIONNEES = "references_fusionnees"
_INTERVENTION = ref("intervention", "interventions", required=True)
_LIBELLE = text("libelle", required=True)
_NOTES_IN_MEMORY = 50


def _perhaps_cut(texte: str) -> str | None:
    if not just_fills(texte):
        return None
    return "32 767 caractères, ce que contient une cellule de tableur : vérifiez que la fin n'est pas perdue"


def _has_author(values: Values) -> bool:
    return values.get("niveau") != NiveauNote.PERSONNELLE or values.get("auteur") is not None


def _readable_notes(auteur: str) -> ColumnElement[bool]:
    return or_(Note.niveau != NiveauNote.PERSONNELLE.value, Note.auteur == auteur)


ADDED_FILES = (
    FileSpec(
        "personnes", Personne,
        (IDENTIFIANT, FAMILLE, code("lien", required=True), text("prenom", required=True), text("nom"),
         day("date_naissance")),
        key=("identifiant",), added=True,
    ),
    FileSpec(REFERENCES_FUSIONNEES, ReferenceFusionnee, (REFERENCE, FAMILLE), key=("reference",), added=True),
    FileSpec(
        "objectifs", Objectif,
        (IDENTIFIANT, _INTERVENTION, _LIBELLE, code("statut", "statut_objectif", required=True),
         day("date_statut"), day("echeance")),
        key=("identifiant",), added=True,
    ),
    FileSpec(
        "demarches", Demarche,
        (IDENTIFIANT, _INTERVENTION, ref("objectif", "objectifs"), _LIBELLE, day("echeance"),
         day("date_realisation"), ref("frein", "freins_rsa")),
        key=("identifiant",), added=True,
    ),
    FileSpec(
        "orientations", Orientation,
        (IDENTIFIANT, FAMILLE, INTERVENTION, ref("partenaire", "partenaires", required=True), AGENT,
         day("date", required=True), text("objet"), code("reponse"), day("date_reponse")),
        key=("identifiant",), rules=(ordered("date", "date_reponse"),), added=True,
    ),
    FileSpec(
        "droits_examines", DroitExamine,
        (ref("rendez_vous", "rendez_vous", required=True), code("droit", required=True),
         code("etat", "etat_droit", required=True), day("date_etat", required=True), cents("montant")),
        key=("rendez_vous", "droit"), added=True,
    ),
    FileSpec(
        "horaires", Horaire,
        (IDENTIFIANT, ref("lieu", "lieux", required=True), AGENT,
         choice("jour", {jour: number for number, jour in enumerate(JOURS)}),
         choice("semaines", {word: word for word in ("toutes", "paires", "impaires")}),
         hour("heure_debut", required=True), hour("heure_fin", required=True),
         count("creneau", *CRENEAU, required=True), day("depuis"), day("jusqu_au")),
        key=("identifiant",), rules=(ordered("heure_debut", "heure_fin"), ordered("depuis", "jusqu_au")),
        added=True,
    ),
    FileSpec(
        NOTES, Note,
        (IDENTIFIANT, FAMILLE, INTERVENTION, RENDEZ_VOUS, AGENT, text("auteur", length=200),
         choice("niveau", {niveau.value: niveau.value for niveau in NiveauNote}),
         ColumnSpec("texte", Kind.TEXT, required=True, length=1_000_000, doubt=_perhaps_cut),
         ColumnSpec("ecrite_le", Kind.MOMENT, required=True)),
        key=("identifiant",), rules=(Rule("auteur", "une note personnelle demande son auteur", _has_author),),
        added=True, batch=_NOTES_IN_MEMORY, readable=_readable_notes,
    ),
)  # fmt: skip
"""In an order where a file comes after those it refers to; all come after those of version 1."""
