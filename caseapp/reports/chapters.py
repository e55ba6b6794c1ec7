"""The chapters of the yearly report, as declarations: which figure stands on which line."""

from caseapp.reports.chapter_layout import WITH_SHARE, ChapterLayout, lines, one_line
from caseapp.reports.chapters_aides import AID_CHAPTERS
from caseapp.reports.chapters_dossiers import FILE_CHAPTERS
from caseapp.reports.layout import COMPARED, Col, Each, Layout, Line, Show

MONTHS = "mois"
"""Key of the chart of the months, drawn at the end of its chapter."""
MONTHLY = "interventions.ouvertes"
"""Figure that the chart of the months shows."""

CHAPTERS = (
    ChapterLayout(
        "synthese", "L'essentiel",
        (
            Layout(
                "cibles", "Interventions par cible et par nature", "Cible",
                (
                    Col("Information-conseil", ".information_conseil"),
                    Col("Accompagnement", ".accompagnement_social"),
                    Col("Total", ".total"),
                    Col("Part", ".total.part"),
                    Col("Total {n1}", ".total", Show.PREVIOUS),
                    Col("Évolution", ".total", Show.EVOLUTION),
                ),
                (Each("cibles.{cible}.total", ".total"), Line("cibles.total", "Total compté", total=True)),
                "Chaque intervention est dans une seule case : le total est aussi la somme des lignes.",
                exclusive=True,
            ),
            Layout(
                "essentiel", "Les chiffres de la période", "Chiffre", COMPARED,
                (
                    *lines("familles.total", "familles.nouvelles", "cibles.total.total"),
                    Line("rendez_vous.total"),
                    Line("rendez_vous_droits.total", "Rendez-vous des droits honorés"),
                    Line("plateforme.contacts_traites", "Appels traités par la plateforme"),
                    Line("aides.total.familles", "Familles aidées financièrement"),
                    Line("aides.total.montant", "Aides financières accordées"),
                    Line("impayes.signales.total"),
                    Line("indecence.signalements.total"),
                    Line("rsa_monoparents.accompagnes", "Parents isolés accompagnés (RSA)"),
                    Line("actions_collectives.nombre"),
                ),
            ),
        ),
        ("cibles", MONTHS),
    ),
    ChapterLayout(
        "interventions", "Interventions sociales",
        (
            Layout(
                "natures", "Interventions et familles par nature", "Nature", COMPARED,
                (
                    Each("cibles.total.{nature}"),
                    Line("cibles.total.total", "Interventions, total", total=True),
                    Line("familles.information_conseil", "Familles en information-conseil"),
                    Line("familles.accompagnement_social", "Familles en accompagnement social"),
                    Line("familles.total", "Familles différentes", total=True),
                    Line("familles.nouvelles", "Dont nouvelles familles"),
                ),
                "Une famille qui a les deux natures compte dans chacune et une seule fois au total.",
            ),
            Layout(
                "motifs", "Interventions par motif", "Motif", WITH_SHARE,
                (Each("motifs.{motif}.total"), Line("cibles.total.total", "Total compté", total=True)),
                one_line("intervention"),
                exclusive=True,
            ),
            Layout(
                "origines", "Interventions par origine", "Origine", WITH_SHARE,
                (Each("origines.{origine}"),),
                "Une intervention sans origine connue ne figure sur aucune ligne.",
            ),
            Layout(
                "intensite", "Flux et intensité", "Chiffre", COMPARED,
                lines(
                    "interventions.ouvertes", "interventions.closes", "interventions.duree_mediane",
                    "interventions.entretiens", "interventions.entretiens_par_accompagnement",
                ),
            ),
        ),
        ("motifs",),
    ),
    ChapterLayout(
        "rendez_vous", "Rendez-vous et plateforme téléphonique",
        (
            Layout(
                "modes", "Rendez-vous honorés par mode", "Mode", WITH_SHARE,
                (Each("rendez_vous.mode.{mode}"), Line("rendez_vous.total", "Total compté", total=True)),
                "Un rendez-vous sans mode connu compte seulement au total.",
            ),
            Layout(
                "lieux", "Rendez-vous honorés par lieu", "Lieu", WITH_SHARE,
                (Each("rendez_vous.lieu.{lieu}"), Line("rendez_vous.total", "Total compté", total=True)),
                "Un rendez-vous sans lieu compte seulement au total.",
            ),
            Layout(
                "statuts", "Tous les rendez-vous par statut", "Statut", WITH_SHARE,
                (Each("rendez_vous.statut.{statut}"), Line("rendez_vous.tous", "Total compté", total=True)),
                one_line("rendez-vous"),
                exclusive=True,
            ),
            Layout(
                "droits", "Rendez-vous des droits", "Tenus par", COMPARED,
                (
                    Line("rendez_vous_droits.travailleurs_sociaux", "Travailleurs sociaux"),
                    Line("rendez_vous_droits.conseillers", "Conseillers"),
                    Line("rendez_vous_droits.total", "Total compté", total=True),
                ),
                "Le total compte aussi les rendez-vous des droits tenus par d'autres métiers.",
            ),
            Layout(
                "droits_examines", "Droits examinés en rendez-vous des droits", "État", WITH_SHARE,
                (Each("droits.etat.{etat}"), Line("droits.total", "Total compté", total=True)),
                "Un droit compte sur une seule ligne, au jour de son état : demandé en mars, obtenu en mai, "
                "il compte en mai parmi les droits obtenus.",
                exclusive=True,
            ),
            Layout(
                "droits_obtenus", "Droits obtenus", "Droit", COMPARED,
                (
                    Each("droits.droit.{droit}.obtenus"),
                    Line("droits.etat.obtenu", "Total compté", total=True),
                ),
                "Un droit obtenu est compté sur une seule ligne, au jour où il a été obtenu.",
                exclusive=True,
            ),
            Layout(
                "plateforme", "Plateforme téléphonique", "Chiffre", COMPARED,
                lines(
                    "plateforme.appels_recus", "plateforme.contacts_traites", "plateforme.taux_decroche",
                    "plateforme.rendez_vous_programmes", "plateforme.taux_rendez_vous",
                ),
            ),
        ),
        ("modes",),
    ),
    ChapterLayout(
        "offres", "Offres de contact",
        (
            Layout(
                "campagnes", "Offres par campagne", "Campagne",
                (Col("Envoyées", ".envoyees"), Col("Acceptées", ".acceptees"), Col("Taux", ".taux")),
                (Each("offres.campagne.{campagne}.envoyees", ".envoyees"),),
            ),
            Layout(
                "offres_motifs", "Offres par motif", "Motif",
                (Col("Envoyées", ".envoyees"), Col("Acceptées", ".acceptees"), Col("Taux", ".taux")),
                (Each("offres.motif.{motif}.envoyees", ".envoyees"),),
            ),
        ),
    ),
    *AID_CHAPTERS,
    *FILE_CHAPTERS,
    ChapterLayout(
        "collectif", "Actions collectives et permanences",
        (
            Layout(
                "actions_types", "Actions collectives par type", "Type", WITH_SHARE,
                (
                    Each("actions_collectives.type.{type}"),
                    Line("actions_collectives.nombre", "Total compté", total=True),
                ),
                one_line("action"),
                exclusive=True,
            ),
            Layout(
                "actions_themes", "Actions collectives par thème", "Thème", WITH_SHARE,
                (
                    Each("actions_collectives.theme.{theme}"),
                    Line("actions_collectives.nombre", "Total compté", total=True),
                ),
                "Une action sans thème compte seulement au total.",
            ),
            Layout(
                "actions_participation", "Participation", "Chiffre", COMPARED,
                lines(
                    "actions_collectives.seances", "actions_collectives.participants",
                    "actions_collectives.co_animees",
                ),
            ),
            Layout(
                "permanences", "Permanences tenues par lieu", "Lieu", WITH_SHARE,
                (
                    Each("permanences.lieu.{lieu}"),
                    Line("permanences.tenues", "Total compté", total=True),
                    Line("permanences.personnes_recues"),
                ),
                one_line("permanence"),
                exclusive=True,
            ),
        ),
        ("actions_types",),
    ),
)  # fmt: skip
