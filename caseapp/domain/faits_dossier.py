"""What rule files may name: facts and attributes of each kind of file, who acts, how sentences say it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from caseapp.domain.jeu_de_regles import Domaine

OUI_NON = ("oui", "non")


@dataclass(frozen=True, slots=True)
class Fait:
    """A kind of fact, with its article; `prevu`: its day may be to come; `clos`: it ends the file."""

    phrase: str
    liaison: str = " du "
    """What stands between the fact and its day."""
    prevu: bool = False
    clos: bool = False


_LE = ", le "
ACTEURS: Mapping[str, str] = {
    "bailleur": "le bailleur",
    "caf": "la Caf",
    "ccapex": "la Ccapex",
    "commissaire_justice": "le commissaire de justice",
    "departement": "le Département",
    "famille": "la famille",
    "fsl": "le FSL",
    "juge": "le juge",
    "operateur": "l'opérateur",
    "prefet": "le préfet",
    "referent": "le référent unique",
    "travailleur_social": "le travailleur social",
}
"""Who must act, all singular so that a sentence holds whoever it is."""

_IMPAYES: Mapping[str, Fait] = {
    "premier_impaye": Fait("le premier terme impayé"),
    "constitution": Fait("la constitution"),
    "signalement": Fait("le signalement"),
    "plan": Fait("le plan d'apurement"),
    "plan_anterieur": Fait("le plan déjà signé au signalement", _LE),
    "plan_debut": Fait("l'entrée en vigueur du plan", _LE, prevu=True),
    "plan_fin": Fait("la fin du plan", _LE, prevu=True),
    "plan_rompu": Fait("la rupture du plan", _LE),
    "mensualite": Fait("la mensualité", prevu=True),
    "mensualite_manquee": Fait("la mensualité manquée"),
    "solde": Fait("le solde de la dette", _LE),
    "issue": Fait("la fin du dossier", _LE, clos=True),
    "offre_contact": Fait("l'offre de contact"),
    "contact": Fait("le contact avec la famille", _LE),
    "information_ccapex": Fait("l'information de la Ccapex", _LE),
    "demande_plan": Fait("la demande de plan au bailleur", _LE),
    "saisine_fsl": Fait("la saisine du FSL", _LE),
    "accord_fsl": Fait("l'accord du FSL", _LE),
    "refus_fsl": Fait("le refus du FSL", _LE),
    "verification_plan": Fait("la vérification du plan", _LE),
    "saisine_ccapex": Fait("la saisine de la Ccapex", _LE),
    "avis_ccapex": Fait("l'avis de la Ccapex", _LE),
    "decision_ccapex": Fait("la décision de la Ccapex", _LE),
    "demande_versement_direct": Fait("la demande de versement direct", _LE),
    "reponse_versement_direct": Fait("la réponse sur le versement direct", _LE),
    "versement_direct": Fait("le versement direct de l'aide", _LE),
    "maintien_aide": Fait("le maintien de l'aide", _LE),
    "maintien_demi_loyer": Fait("le maintien de l'aide au demi-loyer", _LE),
    "suspension_aide": Fait("la suspension de l'aide", _LE),
    "reprise_aide": Fait("la reprise de l'aide", _LE),
    "commandement_payer": Fait("le commandement de payer", _LE),
    "assignation": Fait("l'assignation"),
    "audience": Fait("l'audience", prevu=True),
    "jugement": Fait("le jugement"),
    "resiliation_bail": Fait("la résiliation du bail", _LE),
    "protocole": Fait("la signature du protocole", _LE),
    "commandement_quitter": Fait("le commandement de quitter les lieux", _LE),
    "concours_force_publique": Fait("le concours de la force publique", _LE, prevu=True),
    "expulsion": Fait("l'expulsion", prevu=True),
    "point_situation": Fait("le point sur la situation", _LE),
}
_INDECENCE: Mapping[str, Fait] = {
    "signalement": Fait("le signalement"),
    "visite_prevue": Fait("la visite prévue", _LE, prevu=True),
    "constat": Fait("le constat"),
    "diagnostic": Fait("le diagnostic"),
    "conservation": Fait("le début de la conservation de l'aide", _LE),
    "prolongation": Fait("la prolongation de la conservation", _LE),
    "fin_conservation": Fait("la fin de la conservation", _LE, prevu=True),
    "conservation_echue": Fait("la fin échue de la conservation", _LE),
    "debut_travaux": Fait("le début des travaux", _LE, prevu=True),
    "fin_travaux": Fait("la fin des travaux", _LE, prevu=True),
    "levee": Fait("la levée de la conservation", _LE, clos=True),
    "perte": Fait("la perte de l'aide conservée", _LE, clos=True),
}
_RSA: Mapping[str, Fait] = {
    "orientation": Fait("la notification d'orientation"),
    "designation": Fait("la désignation du référent", _LE),
    "contrat": Fait("la signature du contrat", _LE),
    "contrat_fin": Fait("la fin du contrat", _LE, prevu=True),
    "reexamen": Fait("le réexamen"),
    "six_ans": Fait("les 6 ans du plus jeune enfant", _LE, prevu=True),
    "co_accompagnement": Fait("le début du co-accompagnement", _LE),
    "fin": Fait("la fin du suivi", _LE, clos=True),
}
FAITS: Mapping[Domaine, Mapping[str, Fait]] = {
    Domaine.IMPAYES: _IMPAYES,
    Domaine.INDECENCE: _INDECENCE,
    Domaine.RSA: _RSA,
}
"""Facts by domain. A closing fact is given only once its day has come; `issue` only for `ISSUES_CLOSES`."""
ISSUES_CLOSES = frozenset({"resolu", "sans_solution"})
"""Issues that end an arrear; with a plan running it is still followed."""

ATTRIBUTS: Mapping[Domaine, Mapping[str, tuple[str, ...]]] = {
    Domaine.IMPAYES: {
        "aide_logement": ("apl", "alf", "als"),
        "secteur": ("locatif", "accession"),
        "tiers_payant": OUI_NON,
        "procedure": ("plan_negocie", "plan_par_defaut", "fsl", "simplifiee"),
        "cible_locale": OUI_NON,
        "parent_isole_rsa": OUI_NON,
        "simplifie": OUI_NON,
        "accompagnement": OUI_NON,
    },
    Domaine.INDECENCE: {
        "origine": ("direct", "caf", "conseil_departemental"),
        "resultat": ("decent", "non_decent", "insalubre", "en_attente"),
        "prolongations": ("0", "1", "2"),
    },
    Domaine.RSA: {
        "type_contrat": ("cer", "contrat_engagement", "aucun"),
        "grossesse": OUI_NON,
        "rang_reexamen": tuple(map(str, range(100))),
        "orientation_connue": OUI_NON,
    },
}
"""Attributes by domain, with the values that each may have; one left out meets no condition."""
_MOTS: Mapping[str, str] = {
    "aide_logement": "aide",
    "secteur": "secteur",
    "tiers_payant": "tiers payant",
    "procedure": "procédure",
    "cible_locale": "cible locale",
    "parent_isole_rsa": "parent isolé suivi pour le RSA",
    "simplifie": "petite dette (traitement simplifié)",
    "accompagnement": "accompagnement administratif ou social noté",
    "origine": "origine",
    "resultat": "constat",
    "prolongations": "prolongations accordées",
    "type_contrat": "contrat",
    "grossesse": "grossesse",
    "rang_reexamen": "réexamens déjà faits",
    "orientation_connue": "notification d'orientation saisie",
    "apl": "APL",
    "alf": "ALF",
    "als": "ALS",
    "plan_negocie": "plan négocié",
    "plan_par_defaut": "plan par défaut",
    "fsl": "FSL",
    "simplifiee": "simplifiée",
    "caf": "Caf",
    "conseil_departemental": "conseil départemental",
    "decent": "décent",
    "non_decent": "non décent",
    "en_attente": "en attente",
    "cer": "CER",
    "contrat_engagement": "contrat d'engagement",
}
"""Words of attributes and of their values; those not here are their own word."""
PREVUS = frozenset(code for faits in FAITS.values() for code, fait in faits.items() if fait.prevu)
_CLOS = frozenset(code for faits in FAITS.values() for code, fait in faits.items() if fait.clos)
_TOUS = {code: fait for faits in FAITS.values() for code, fait in faits.items()}


def fait(code: str) -> Fait:
    """Return how sentences say this fact; KeyError for one that no domain knows."""
    return _TOUS[code]


def dire_attributs(conditions: Mapping[str, tuple[str, ...]]) -> str:
    """Write conditions in words: `aide : APL, parent isolé suivi pour le RSA : oui`."""
    return ", ".join(
        f"{_MOTS.get(name, name)} : {' ou '.join(_MOTS.get(one, one) for one in values)}"
        for name, values in conditions.items()
    )


def est_clos(faits: Mapping[str, tuple[date, ...]], attributs: Mapping[str, str]) -> bool:
    """Tell whether a file is closed: a closing fact, or a dwelling found fit without aid withheld."""
    if not _CLOS.isdisjoint(faits) and any(faits.get(code) for code in _CLOS):
        return True
    return attributs.get("resultat") == "decent" and not faits.get("conservation")
