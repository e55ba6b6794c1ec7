"""Dated cases of rule sets as lines that a person can check: facts, what is asked, the expected day."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from caseapp.domain.constitution import Bail, Constitue, PasEncore, constituer
from caseapp.domain.dette import MouvementDu, TypeMouvement
from caseapp.domain.echeances_dossier import Dossier, EcheanceDossier, echeances
from caseapp.domain.jeu_de_regles import Domaine, JeuDeRegles
from caseapp.domain.jeu_de_regles_choix import JeuxEnVigueur
from caseapp.domain.jeu_de_regles_fichier import read_jeu
from caseapp.paths import resource
from caseapp.services.jours_feries import is_public_holiday

JEUX = {
    one.code: one
    for one in (
        read_jeu(path.read_text(encoding="utf-8")) for path in sorted(resource("regles").glob("*.toml"))
    )
}
LIVRES = JeuxEnVigueur(tuple(JEUX.values()))
ORDINAIRE = "secteur=locatif simplifie=non tiers_payant=non"


@dataclass(frozen=True)
class Cas:
    """`faits` as `constitution 12/03/2026, signalement 01/04/2026`; `attendu` as `dit` writes it."""

    nom: str
    faits: str
    regle: str
    attendu: str
    attributs: str = ORDINAIRE


@dataclass(frozen=True)
class Dette:
    """`bail` as `512 + 38 - 210 tiers`; `mouvements` as `terme 05/01/2026 550, paiement 20/01/2026 100`.

    `attendu` is the rule set and the day, such as `impayes-2016 05/02/2026`; `pas encore` when there is none.
    """

    nom: str
    bail: str
    mouvements: str
    attendu: str
    au: str = "31/12/2026"
    premier: str = ""


def jour(text: str) -> date:
    """Return a day written JJ/MM/AAAA."""
    return datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007 - a day, not an instant


def faits(text: str) -> dict[str, tuple[date, ...]]:
    """Return the facts of a line."""
    found: dict[str, tuple[date, ...]] = {}
    for one in text.split(", "):
        code, day = one.split()
        found[code] = (*found.get(code, ()), jour(day))
    return found


def dossier(text: str, attributs: str = ORDINAIRE) -> Dossier:
    """Return a file from its line."""
    return Dossier(faits(text), dict(one.split("=") for one in attributs.split()))


def calcule(jeu: str, text: str, attributs: str = ORDINAIRE) -> tuple[EcheanceDossier, ...]:
    """Return the deadlines of a line under one set, with the real public holidays."""
    return echeances((JEUX[jeu],), dossier(text, attributs), is_public_holiday)


def dit(jeu: str, cas: Cas) -> str:
    """Return the deadlines of one rule, such as `12/05/2026` or `12/05/2026 fait 20/04/2026`."""
    found = [one for one in calcule(jeu, cas.faits, cas.attributs) if one.regle.code == cas.regle]
    return ", ".join(
        f"{one.jour:%d/%m/%Y}" + (f" fait {one.fait_le:%d/%m/%Y}" if one.fait_le else "") for one in found
    )


def bail(text: str) -> Bail:
    """Return a lease: `512 + 38 - 210 tiers accession`; `?` for an amount that is not known."""
    amounts: dict[str, int | None] = {"loyer": None, "charges": None, "aide": None}
    name = "loyer"
    for word in text.split():
        if word in {"+", "-"}:
            name = {"+": "charges", "-": "aide"}[word]
        elif word[0].isdigit():
            amounts[name] = cents(word)
    secteur = "accession" if "accession" in text else "locatif"
    return Bail(**amounts, tiers_payant=None if "payé ?" in text else "tiers" in text, secteur=secteur)


def cents(text: str) -> int:
    """Return cents."""
    return int(Decimal(text.replace(",", ".")) * 100)


def mouvements(text: str) -> list[MouvementDu]:
    """Return the movements of a line."""
    parts = [one.split() for one in text.split(", ")]
    return [MouvementDu(jour(day), TypeMouvement(kind), cents(amount)) for kind, day, amount in parts]


def constitue(cas: Dette) -> tuple[JeuDeRegles | None, Constitue | PasEncore]:
    """Return what the sets that are shipped say of a debt."""
    premier = jour(cas.premier) if cas.premier else None
    jeux = LIVRES.nationaux(Domaine.IMPAYES)
    return constituer(jeux, bail(cas.bail), mouvements(cas.mouvements), premier, au=jour(cas.au))


def dit_constitution(cas: Dette) -> str:
    """Return it as `attendu` writes it."""
    jeu, found = constitue(cas)
    if jeu is None or isinstance(found, PasEncore):
        return "pas encore"
    return f"{jeu.code} {found.jour:%d/%m/%Y}"
