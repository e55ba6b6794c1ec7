"""A report with everything that a renderer meets: all cibles, wide and long tables, unknowns, every kind of chart."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from caseapp.domain import labels
from caseapp.domain.units import Unit
from caseapp.reports.report import (
    Cell,
    Chapter,
    Chart,
    ChartKind,
    NumberStyle,
    Paragraph,
    Report,
    Row,
    Series,
    Table,
)

FORMULAS = ("=1+1", "+33 5 58", "-2+3", "@SUM(A1)", '=HYPERLINK("x")')


def count(number: int | None, address: str | None = None, unit: Unit = Unit.INTERVENTION) -> Cell:
    if number is None:
        return Cell(labels.UNKNOWN, None, address=address, unit=unit)
    return Cell(labels.format_number(number), Decimal(number), address=address, unit=unit)


def euros(cents: int, address: str | None = None) -> Cell:
    number = Decimal(cents).scaleb(-2)
    return Cell(labels.format_cents(cents), number, NumberStyle.EUROS, 2, address, Unit.EURO)


def percent(value: str | None, decimals: int = 1, address: str | None = None) -> Cell:
    if value is None:
        return Cell(labels.UNKNOWN, None, NumberStyle.PERCENT, decimals, address, Unit.POURCENT)
    text = labels.format_percent(Decimal(value), decimals)
    return Cell(text, Decimal(value), NumberStyle.PERCENT, decimals, address, Unit.POURCENT)


def evolution(now: int, before: int) -> Cell:
    if before == 0:
        return Cell(labels.NO_BASE, None, NumberStyle.PERCENT)
    change = labels.round_half_up(Fraction(now - before) * 100 / before, 0)
    return Cell(labels.format_signed(change, 0, "%"), change, NumberStyle.PERCENT)


def points(change: str, decimals: int = 2) -> Cell:
    text = labels.format_signed(Decimal(change), decimals, "points")
    return Cell(text, Decimal(change), NumberStyle.POINTS, decimals)


def compared(label: str, address: str, before: int, now: int, unit: Unit) -> Row:
    cells = (count(before, address, unit), count(now, address, unit), evolution(now, before))
    return Row(label, cells, address)


def synthese() -> Chapter:
    rows = (
        compared("Interventions actives", "cibles.total.total", 1062, 1705, Unit.INTERVENTION),
        compared("Familles accompagnées ou conseillées", "familles.total", 1062, 1705, Unit.FAMILLE),
        compared("Aides accordées", "aides.total.nombre", 172, 4930, Unit.AIDE),
        Row(
            "Montant des aides accordées",
            (
                euros(13008300, "aides.total.montant"),
                euros(126315300, "aides.total.montant"),
                evolution(126315300, 13008300),
            ),
            "aides.total.montant",
        ),
        compared("Impayés signalés", "impayes.signales.total", 832, 944, Unit.DOSSIER),
        Row(
            "Part de logements non décents parmi les visités",
            (
                percent("6.54", 2, "indecence.taux_non_decence"),
                percent("48.62", 2, "indecence.taux_non_decence"),
                points("42.08"),
            ),
            "indecence.taux_non_decence",
        ),
        compared("Contacts traités par la plateforme", "plateforme.contacts_traites", 1427, 1848, Unit.APPEL),
        Row(
            "Séances d'actions collectives",
            (
                count(0, "actions_collectives.seances", Unit.SEANCE),
                count(67, "actions_collectives.seances", Unit.SEANCE),
                evolution(67, 0),
            ),
            "actions_collectives.seances",
        ),
    )
    note = (
        "Chaque ligne a son unité ; évolution en pour cent, en points pour les taux ; « – » : rien en 2016."
    )
    table = Table(
        "synthese", "Les chiffres de l'année", "Chiffre", ("2016", "2017", "Évolution"), rows, (note,)
    )
    return Chapter(
        "synthese", "Synthèse", (Paragraph("L'essentiel de l'activité 2017, comparé à 2016."), table)
    )


def founding_row(label: str, key: str, conseil: int, suivi: int, cible: str | None) -> Row:
    total = conseil + suivi
    prefix = f"cibles.{key}"
    cells = (
        count(conseil, f"{prefix}.information_conseil"),
        count(suivi, f"{prefix}.accompagnement_social"),
        count(total, f"{prefix}.total"),
        percent(str(labels.round_half_up(Fraction(total * 100, 1705), 1)), 1, f"{prefix}.total.part"),
    )
    return Row(label, cells, prefix, total=cible is None, cible=cible)


def interventions() -> Chapter:
    rows = (
        founding_row("Parentalité", "parentalite", 479, 177, "parentalite"),
        founding_row("Logement", "logement", 141, 8, "logement"),
        founding_row("Insertion", "insertion", 194, 706, "insertion"),
        founding_row("Total compté", "total", 814, 891, None),
    )
    table = Table(
        "cibles",
        "Interventions par cible et par nature",
        "Cible",
        ("Information-conseil", "Accompagnement social", "Total", "Part"),
        rows,
        (
            "Unité : intervention. Population : interventions actives au moins un jour de l'année, selon la cible de leur motif.",
            "Le total est compté, il n'est pas une somme ; part sur 1\u202f705 interventions.",
        ),
        "Interventions actives au moins un jour de l'année",
    )
    repartition = Chart(
        "repartition",
        "Répartition par cible",
        ChartKind.STACKED_BARS,
        ("Parentalité", "Logement", "Insertion"),
        (
            Series("information-conseil", (Decimal(479), Decimal(141), Decimal(194))),
            Series("accompagnement social", (Decimal(177), Decimal(8), Decimal(706))),
        ),
        ("parentalite", "logement", "insertion"),
        ("656", "149", "900"),
        "Unité : intervention.",
    )
    origines = Chart(
        "origines",
        "Origine des interventions",
        ChartKind.BARS,
        (
            "À l'initiative de la Caf",
            "Demande de l'allocataire",
            "Partenaire",
            "Service interne",
            "Plateforme",
        ),
        (Series("2017", tuple(map(Decimal, (1445, 131, 88, 41, 0)))),),
        value_texts=("1\u202f445", "131", "88", "41", "0"),
    )
    return Chapter("interventions", "Interventions et familles", (table, repartition, origines, mensuel()))


def mensuel() -> Chart:
    values = (139, 128, 156, 121, 133, 147, 92, 48, 176, 201, 187, 177)
    return Chart(
        "mensuel",
        "Interventions ouvertes chaque mois",
        ChartKind.COLUMNS,
        labels.MOIS,
        (Series("2017", tuple(map(Decimal, values))),),
        value_texts=tuple(map(str, values)),
        note="Unité : intervention, placée au jour de son ouverture.",
    )


AIDES = (
    (
        "Vacances en famille accompagnées avec le soutien d'un travailleur social",
        "vacances_accompagnees",
        53,
        72,
    ),
    ("Vacances en famille autonomes", "vacances_autonomes", 119, 93),
    ("Équipement du logement et mobilier de première nécessité", "equipement_logement", 0, 411),
    ("Garde d'enfants en horaires décalés", "garde_horaires_decales", 0, 0),
    ("Amélioration de l'habitat", "amelioration_habitat", 0, 124),
    ("Aide d'urgence", "urgence", 12, 3117),
)


def aide_row(label: str, key: str, before: int, now: int, *, total: bool = False) -> Row:
    prefix = f"aides.type.{key}" if not total else "aides.total"
    cells = (
        count(before, f"{prefix}.nombre", Unit.AIDE),
        count(now, f"{prefix}.nombre", Unit.AIDE),
        evolution(now, before),
        count(now - now // 9, f"{prefix}.familles", Unit.FAMILLE),
        euros(now * 1200, f"{prefix}.prets"),
        euros(now * 24321, f"{prefix}.subventions"),
        euros(before * 25333, f"{prefix}.montant"),
        euros(now * 25521, f"{prefix}.montant"),
    )
    return Row(label, cells, prefix, total=total)


def aides() -> Chapter:
    columns = ("Nombre 2016", "Nombre 2017", "Évolution", "Familles 2017", "Prêts 2017", "Subventions 2017")
    columns += ("Montant 2016", "Montant 2017")
    total = aide_row("Total compté", "", 184, 3817, total=True)
    table = Table(
        "aides",
        "Aides financières accordées, par type",
        "Type d'aide",
        columns,
        (*(aide_row(*aide) for aide in AIDES), total),
        (
            "Unités : aide, famille, euro. Population : aides attribuées (accord ou accord partiel), à la date de décision.",
            "Une famille compte une fois par ligne et une fois au total : les lignes ne s'additionnent pas.",
        ),
    )
    montants = Chart(
        "montants",
        "Montants accordés par mois",
        ChartKind.LINES,
        labels.MOIS,
        (
            Series(
                "2016",
                tuple(
                    Decimal(v)
                    for v in (8000, 9500, 7000, 12000, 9900, 15000, 4000, 2000, 16000, 18000, 15000, 13683)
                ),
            ),
            Series(
                "2017",
                tuple(
                    Decimal(v)
                    for v in (
                        88000,
                        95500,
                        99000,
                        102000,
                        91900,
                        85000,
                        64000,
                        52000,
                        126000,
                        158000,
                        165000,
                        136753,
                    )
                ),
            ),
        ),
        note="Unité : euro.",
    )
    comparaison = Chart(
        "comparaison",
        "Aides par domaine",
        ChartKind.COLUMNS,
        ("Temps libre", "Accompagnement", "Logement et habitat"),
        (
            Series("2016", (Decimal(172), Decimal(0), Decimal(12))),
            Series("2017", (Decimal(3653), Decimal(672), Decimal(605))),
        ),
        note="Unité : aide.",
    )
    return Chapter("aides", "Aides financières", (table, montants, comparaison))


def communes() -> Chapter:
    rows = []
    for index in range(40):
        prefix = f"permanences.lieu.commune_{index:02d}"
        tenues = count(None if index == 7 else 60 - index, f"{prefix}.tenues", Unit.SEANCE)
        recues = count((40 - index) * 31, f"{prefix}.personnes_recues", Unit.PERSONNE)
        rows.append(Row(f"Saint-Vincent-de-Tyrosse {index + 1}", (tenues, recues), prefix))
    notes = ("Unités : séance, personne. Population : permanences tenues, à leur date.",)
    table = Table("lieux", "Permanences par lieu", "Lieu", ("Tenues", "Personnes reçues"), tuple(rows), notes)
    thirty = Chart(
        "trente",
        "Personnes reçues par lieu",
        ChartKind.BARS,
        tuple(row.label for row in rows[:30]),
        (Series("2017", tuple(row.cells[1].number or Decimal(0) for row in rows[:30])),),
    )
    return Chapter("permanences", "Permanences", (table, thirty))


def impayes() -> Chapter:
    rows = (
        compared("En impayé dans la cible locale", "impayes.cible_locale.familles", 198, 155, Unit.FAMILLE),
        compared(
            "Situation résolue ou plan en cours au 31/12",
            "impayes.cible_locale.resolus_ou_plan",
            98,
            53,
            Unit.FAMILLE,
        ),
        compared(
            "Accompagnement administratif",
            "impayes.cible_locale.accompagnement_administratif",
            154,
            141,
            Unit.FAMILLE,
        ),
        compared("Accompagnement social", "impayes.cible_locale.accompagnement_social", 22, 21, Unit.FAMILLE),
        Row(
            "Taux de solution",
            (
                percent(None, 2, "impayes.cible_locale.taux_solution"),
                percent("34.19", 2, "impayes.cible_locale.taux_solution"),
                Cell(labels.UNKNOWN, None, NumberStyle.POINTS),
            ),
            "impayes.cible_locale.taux_solution",
        ),
    )
    cible = Table(
        "cible_locale",
        "Impayés, cible locale",
        "Familles",
        ("2016", "2017", "Évolution"),
        rows,
        ("Unité : famille. Population : impayés signalés dans l'année et retenus dans la cible locale.",),
    )
    signales = tuple(
        compared(nom, f"impayes.signales.{cle}", avant, apres, Unit.DOSSIER)
        for nom, cle, avant, apres in (
            ("APL", "apl", 548, 616),
            ("ALF", "alf", 141, 151),
            ("ALS", "als", 143, 177),
        )
    )
    total = compared("Total compté", "impayes.signales.total", 832, 944, Unit.DOSSIER)
    signales += (Row(total.label, total.cells, total.address, total=True),)
    return Chapter(
        "impayes",
        "Impayés de loyer et prévention des expulsions locatives",
        (
            Paragraph(
                "Les impayés sont signalés à la Caf par les bailleurs ou par les commissions. "
                "Un dossier compte l'année de son signalement ; son issue est celle connue au dernier jour de la période."
            ),
            Table(
                "signales",
                "Impayés signalés, par aide au logement",
                "Aide",
                ("2016", "2017", "Évolution"),
                signales,
                ("Unité : dossier. Population : impayés signalés dans l'année.",),
            ),
            cible,
        ),
    )


def indecence() -> Chapter:
    rows = (
        compared("Signalés directement", "indecence.signalements.direct", 37, 44, Unit.LOGEMENT),
        compared("Signalés par la Caf", "indecence.signalements.caf", 161, 16, Unit.LOGEMENT),
        compared(
            "Signalés par le conseil départemental",
            "indecence.signalements.conseil_departemental",
            16,
            49,
            Unit.LOGEMENT,
        ),
        compared("Jugés non décents", "indecence.non_decents", 14, 53, Unit.LOGEMENT),
        compared("Jugés insalubres", "indecence.insalubres", 0, 0, Unit.LOGEMENT),
    )
    table = Table(
        "indecence",
        "Logements signalés et visités",
        "Logements",
        ("2016", "2017", "Évolution"),
        rows,
        (
            "Unité : logement. Population : logements signalés, à la date de signalement ; jugés, à la date du constat.",
        ),
    )
    one = Chart(
        "un",
        "Une seule catégorie",
        ChartKind.COLUMNS,
        ("2017",),
        (Series("2017", (Decimal(53),)),),
        value_texts=("53",),
    )
    zero = Chart(
        "zero",
        "Aucun chiffre",
        ChartKind.LINES,
        labels.MOIS,
        (Series("2017", (Decimal(0),) * 12),),
        value_texts=("0",) * 12,
    )
    return Chapter("indecence", "Logements", (table, one, zero))


def rich_report() -> Report:
    return Report(
        "Rapport d'activité des travailleurs sociaux",
        "Caf des Landes (données d'exemple)",
        "2017",
        "Du 1er janvier au 31 décembre 2017, tous secteurs, comparé à 2016. Les familles sont comptées une fois, "
        "quel que soit le nombre de leurs interventions ; une aide est placée à la date de sa décision. "
        "Ne sont pas comptés : les appels sans réponse et les rendez-vous non honorés.",
        date(2026, 11, 21),
        "0.1.0",
        (synthese(), interventions(), aides(), impayes(), indecence(), communes()),
    )


def report_of(*chapters: Chapter) -> Report:
    return Report("Rapport", "Essai", "2017", "Tous secteurs.", date(2026, 11, 21), "0.1.0", chapters)


def cells_of(report: Report) -> list[Cell]:
    tables = [block for chapter in report.chapters for block in chapter.blocks if isinstance(block, Table)]
    return [cell for table in tables for row in table.rows for cell in row.cells]
