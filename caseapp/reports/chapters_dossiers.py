"""The chapters of the files followed over time: arrears, dwellings reported, RSA lone parents."""

from caseapp.reports.chapter_layout import WITH_SHARE, ChapterLayout, lines, one_line
from caseapp.reports.layout import COMPARED, Each, Layout, Line

_REPORTED = Line("impayes.signales.total", "Total compté", total=True)
_IMPAYES = (
    Layout(
        "impayes_signales", "Impayés signalés", "Aide au logement", WITH_SHARE,
        (Each("impayes.signales.{aide_logement}"), _REPORTED),
        one_line("dossier"),
        exclusive=True,
    ),
    Layout(
        "impayes_taux", "Taux d'impayés", "Aide au logement", COMPARED,
        (Each("impayes.taux.{aide_logement}"), Line("impayes.taux.total", "Ensemble", total=True)),
        "Chaque taux a sa propre base : l'ensemble n'est pas la somme des lignes.",
    ),
    Layout(
        "impayes_procedures", "Impayés signalés par procédure", "Procédure", WITH_SHARE,
        (Each("impayes.procedure.{procedure}"), _REPORTED),
        "Un impayé sans procédure connue compte seulement au total.",
    ),
    Layout(
        "cible_locale", "Impayés, cible locale", "Familles", COMPARED,
        (
            Line("impayes.cible_locale.familles", "En impayé dans la cible locale"),
            Line("impayes.cible_locale.resolus_ou_plan"),
            Line("impayes.cible_locale.taux_solution"),
            Line("impayes.cible_locale.accompagnement_administratif"),
            Line("impayes.cible_locale.accompagnement_social"),
        ),
        "Une famille peut avoir les deux accompagnements : ces lignes ne s'additionnent pas.",
    ),
    Layout(
        "impayes_suivi", "Impayés, du contact à l'issue", "Chiffre", COMPARED,
        (
            Line("impayes.contactes"),
            Line("impayes.contactes.part", "Part des impayés signalés"),
            *lines(
                "impayes.delai_premier_contact", "impayes.ouverts", "impayes.ouverts_avec_plan",
                "impayes.clos", "impayes.suites_connues", "impayes.maintiens", "impayes.taux_maintien",
                "impayes.expulsions",
            ),
        ),
    ),
    Layout(
        "impayes_plans", "Plans d'apurement", "Plans", COMPARED,
        lines(
            "impayes.plans.signes", "impayes.plans.suivis_6_mois", "impayes.plans.tenus_6_mois",
            "impayes.plans.taux_tenus_6_mois", "impayes.plans.rompus",
        ),
        "Un plan signé dans la période n'arrive souvent à six mois que dans la suivante : les plans signés "
        "et les plans arrivés à six mois ne sont pas les mêmes.",
    ),
)  # fmt: skip
_LOGEMENTS = (
    Layout(
        "signalements", "Logements signalés par origine", "Origine", WITH_SHARE,
        (
            Each("indecence.signalements.{origine}"),
            Line("indecence.signalements.total", "Total compté", total=True),
        ),
        one_line("logement"),
        exclusive=True,
    ),
    Layout(
        "constats", "Visites et suites", "Logements", COMPARED,
        lines(
            "indecence.constats", "indecence.logements_visites", "indecence.non_decents",
            "indecence.insalubres", "indecence.taux_non_decence", "indecence.diagnostics",
            "indecence.assistances_maitrise_ouvrage",
        ),
    ),
    Layout(
        "conservations", "Aides au logement conservées", "Chiffre", COMPARED,
        lines(
            "indecence.conservations", "indecence.prolongations", "indecence.levees", "indecence.travaux",
            "indecence.pertes", "indecence.conservations_en_cours",
        ),
    ),
)  # fmt: skip
_RSA = (
    Layout(
        "rsa", "Suivis comme référent unique", "Familles", COMPARED,
        lines(
            "rsa_monoparents.accompagnes", "rsa_monoparents.entrees", "rsa_monoparents.sorties",
            "rsa_monoparents.duree_mediane", "rsa_monoparents.au_dela_de_24_mois",
        ),
    ),
    Layout(
        "rsa_contrats", "Contrats, réexamens, accompagnement global", "Chiffre", COMPARED,
        (
            Line("rsa_monoparents.presents"),
            Line("rsa_monoparents.sans_contrat"),
            Line("rsa_monoparents.sans_contrat.part", "Part des suivis au dernier jour"),
            *lines(
                "rsa_monoparents.contrats_signes", "rsa_monoparents.reexamens",
                "rsa_monoparents.accompagnement_global", "rsa_monoparents.freins_leves",
            ),
        ),
    ),
    Layout(
        "rsa_freins", "Freins repérés", "Frein", WITH_SHARE,
        (
            Each("rsa_monoparents.freins.{frein}"),
            Line("rsa_monoparents.freins.total", "Total compté", total=True),
        ),
        one_line("frein"),
        exclusive=True,
    ),
    Layout(
        "rsa_sorties", "Sorties par motif", "Motif", WITH_SHARE,
        (
            Each("rsa_monoparents.sorties.motif.{motif_fin}"),
            Line("rsa_monoparents.sorties", "Total compté", total=True),
        ),
        "Une sortie sans motif connu compte seulement au total.",
    ),
)  # fmt: skip
FILE_CHAPTERS = (
    ChapterLayout("impayes", "Impayés de loyer", _IMPAYES, ("impayes_signales",)),
    ChapterLayout("indecence", "Logements non décents", _LOGEMENTS),
    ChapterLayout("rsa", "Insertion : parents isolés bénéficiaires du RSA", _RSA, ("rsa_freins",)),
)
