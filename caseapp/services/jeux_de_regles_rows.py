"""Rule sets in words, for the screen."""

import re
from dataclasses import dataclass
from datetime import date

from caseapp.domain.echeances_dossier import dire_delai
from caseapp.domain.faits_dossier import ACTEURS, dire_attributs, fait
from caseapp.domain.jeu_de_regles import Constitution, Domaine, JeuDeRegles, Regle, Severite
from caseapp.domain.labels import format_cents, format_date

DOMAINES = {Domaine.IMPAYES: "Impayés", Domaine.INDECENCE: "Logements", Domaine.RSA: "Insertion RSA"}
SEVERITES = {
    Severite.INFORMATION: "Information",
    Severite.ATTENTION: "Attention",
    Severite.DANGER: "Droit en jeu",
}


_ARTICLE = re.compile("^(le |la |les |l')")


@dataclass(frozen=True, slots=True)
class RegleRow:
    """One rule in words: `depart` names what starts it, `delai` how long it lasts, `quand` both at length."""

    code: str
    libelle: str
    depart: str
    delai: str
    quand: str
    qui: str
    action: str
    article: str
    severite: str
    pour: str
    consequence: str
    incertain: str


@dataclass(frozen=True, slots=True)
class JeuRow:
    """One set in words; `ajoute_le` is when its file was brought in, None for a shipped one."""

    code: str
    domaine: str
    libelle: str
    version: str
    periode: str
    source: str
    local: bool
    actif: bool
    """Whether it counts; only a local one may not."""
    pour: str
    seuil: str
    avertissements: tuple[str, ...]
    regles: tuple[RegleRow, ...]
    ajoute_le: date | None
    livre: bool
    """Whether the program ships a set of that code, to which one can go back."""
    bascule: bool
    """Whether it is the shipped one, which was only switched on or set aside that day."""
    rang: tuple[int, bool, date]


def jeu_row(jeu: JeuDeRegles, ajoute_le: date | None, *, livre: bool, bascule: bool) -> JeuRow:
    """Return a set in words."""
    return JeuRow(
        code=jeu.code,
        domaine=DOMAINES[jeu.domaine],
        libelle=jeu.libelle,
        version=jeu.version,
        periode=_periode(jeu) if jeu.actif else "pas appliqué",
        source=jeu.source,
        local=jeu.local,
        actif=jeu.actif,
        pour=" ; ou ".join(dire_attributs(one) for one in jeu.cible),
        seuil="" if jeu.constitution is None else _seuil(jeu.constitution),
        avertissements=jeu.avertissements,
        regles=tuple(_regle_row(one) for one in jeu.regles),
        ajoute_le=ajoute_le,
        livre=livre,
        bascule=bascule,
        rang=(list(Domaine).index(jeu.domaine), jeu.local, jeu.du or date.min),
    )


def sans_article(words: str) -> str:
    """Return words as the cell of a table names them: `bailleur` for `le bailleur`."""
    return _ARTICLE.sub("", words)


def _regle_row(regle: Regle) -> RegleRow:
    return RegleRow(
        code=regle.code,
        libelle=regle.libelle,
        depart=" ou ".join(sans_article(fait(one).phrase) for one in regle.declencheur),
        delai=_delai(regle),
        quand=_quand(regle),
        qui=ACTEURS[regle.acteur],
        action=regle.action.rstrip(","),
        article=regle.article,
        severite=SEVERITES[regle.severite],
        pour="" if regle.conditions is None else dire_attributs(regle.conditions),
        consequence=regle.consequence,
        incertain=regle.incertain,
    )


def _delai(regle: Regle) -> str:
    if regle.jour is not None:
        return f"le {format_date(regle.jour)}"
    if regle.delai.nombre == 0:
        return "le jour même"
    words = dire_delai(regle.delai)
    if regle.delai.nombre < 0:
        return f"{words} avant"
    if not regle.repete:
        return words
    return f"chaque {words.removeprefix('1 ')}" if regle.delai.nombre == 1 else f"tous les {words}"


def _quand(regle: Regle) -> str:
    starts = " ou ".join(fait(one).phrase for one in regle.declencheur)
    if regle.jour is not None:
        return f"au plus tard {_delai(regle)}, depuis {starts}"
    if regle.delai.nombre == 0:
        return f"dès {starts}"
    words = f"{dire_delai(regle.delai)} {'après' if regle.delai.nombre > 0 else 'avant'} {starts}"
    again = " ou ".join(fait(one).phrase for one in regle.accompli)
    return f"{words}, puis après {again}" if regle.repete else words


def _periode(jeu: JeuDeRegles) -> str:
    if jeu.du is None:
        return "toutes les dates" if jeu.au is None else f"jusqu'au {format_date(jeu.au)}"
    if jeu.au is None:
        return f"dès le {format_date(jeu.du)}"
    return f"du {format_date(jeu.du)} au {format_date(jeu.au)}"


def _seuil(regles: Constitution) -> str:
    """Say when an arrear exists."""
    ways = []
    if regles.termes_locatif is not None:
        ways.append(
            f"dette d'au moins {regles.termes_locatif} mois de loyer et charges, "
            "nets de l'aide en tiers payant"
        )
    if regles.termes_accession is not None:
        ways.append(f"en accession, d'au moins {regles.termes_accession} échéances")
    if regles.mois is not None:
        ways.append(f"premier terme non réglé {regles.mois} mois après, quel que soit le montant")
    if regles.montant is not None:
        ways.append(f"dette de plus de {format_cents(regles.montant)}")
    return f"Impayé constitué : {' ; ou '.join(ways)}. Source : {regles.article}."
