"""A report with all that a renderer meets: cibles, wide and long tables, unknowns, every kind of chart."""

from dataclasses import replace
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


def compared_euros(label: str, address: str, before: int, now: int) -> Row:
    return Row(label, (euros(before, address), euros(now, address), evolution(now, before)), address)


def compared_rate(label: str, address: str, before: str | None, now: str, change: Cell) -> Row:
    return Row(label, (percent(before, 2, address), percent(now, 2, address), change), address)


def totalled(row: Row) -> Row:
    return replace(row, total=True)


def series(name: str, *values: int) -> Series:
    return Series(name, tuple(map(Decimal, values)))


def compared_table(key: str, title: str, row_title: str, rows: tuple[Row, ...], *notes: str) -> Table:
    return Table(key, title, row_title, ("2016", "2017", "Évolution"), rows, notes)


def synthese() -> Chapter:
    rows = (
        compared("Interventions actives", "cibles.total.total", 1062, 1705, Unit.INTERVENTION),
        compared("Familles accompagnées ou conseillées", "familles.total", 1062, 1705, Unit.FAMILLE),
        compared("Aides accordées", "aides.total.nombre", 172, 4930, Unit.AIDE),
        compared_euros("Montant des aides accordées", "aides.total.montant", 13008300, 126315300),
        compared("Impayés signalés", "impayes.signales.total", 832, 944, Unit.DOSSIER),
        compared_rate(
            "Part de logements non décents parmi les visités",
            "indecence.taux_non_decence",
            "6.54",
            "48.62",
            points("42.08"),
        ),
        compared("Contacts traités par la plateforme", "plateforme.contacts_traites", 1427, 1848, Unit.APPEL),
        compared("Séances d'actions collectives", "actions_collectives.seances", 0, 67, Unit.SEANCE),
    )
    note = (
        "Chaque ligne a son unité ; évolution en pour cent, en points pour les taux ; « – » : rien en 2016."
    )
    table = compared_table("synthese", "Les chiffres de l'année", "Chiffre", rows, note)
    return Chapter(
        "synthese", "Synthèse", (Paragraph("L'essentiel de l'activité 2017, comparé à 2016."), table)
    )


def founding_row(label: str, key: str, conseil: int, suivi: int, cible: str | None) -> Row:
    total, prefix = conseil + suivi, f"cibles.{key}"
    share = str(labels.round_half_up(Fraction(total * 100, 1705), 1))
    cells = (
        count(conseil, f"{prefix}.information_conseil"),
        count(suivi, f"{prefix}.accompagnement_social"),
        count(total, f"{prefix}.total"),
        percent(share, 1, f"{prefix}.total.part"),
    )
    return Row(label, cells, prefix, total=cible is None, cible=cible)


def founding_table() -> Table:
    rows = (
        founding_row("Parentalité", "parentalite", 479, 177, "parentalite"),
        founding_row("Logement", "logement", 141, 8, "logement"),
        founding_row("Insertion", "insertion", 194, 706, "insertion"),
        founding_row("Total compté", "total", 814, 891, None),
    )
    return Table(
        "cibles",
        "Interventions par cible et par nature",
        "Cible",
        ("Information-conseil", "Accompagnement social", "Total", "Part"),
        rows,
        (
            "Unité : intervention. Population : actives au moins un jour de l'année, selon leur cible.",
            "Le total est compté, il n'est pas une somme ; part sur 1\u202f705 interventions.",
        ),
        "Interventions actives au moins un jour de l'année",
    )


def repartition() -> Chart:
    return Chart(
        "repartition",
        "Répartition par cible",
        ChartKind.STACKED_BARS,
        ("Parentalité", "Logement", "Insertion"),
        (series("information-conseil", 479, 141, 194), series("accompagnement social", 177, 8, 706)),
        ("parentalite", "logement", "insertion"),
        ("656", "149", "900"),
        "Unité : intervention.",
    )


def interventions() -> Chapter:
    origines = (
        "À l'initiative de la Caf",
        "Demande de l'allocataire",
        "Partenaire",
        "Service interne",
        "Plateforme",
    )
    nombres = (1445, 131, 88, 41, 0)
    texts = tuple(map(labels.format_number, nombres))
    par_origine = Chart(
        "origines",
        "Origine des interventions",
        ChartKind.BARS,
        origines,
        (series("2017", *nombres),),
        value_texts=texts,
    )
    ouvertes = (139, 128, 156, 121, 133, 147, 92, 48, 176, 201, 187, 177)
    mensuel = Chart(
        "mensuel",
        "Interventions ouvertes chaque mois",
        ChartKind.COLUMNS,
        labels.MOIS,
        (series("2017", *ouvertes),),
        value_texts=tuple(map(str, ouvertes)),
        note="Unité : intervention, placée au jour de son ouverture.",
    )
    blocks = (founding_table(), repartition(), par_origine, mensuel)
    return Chapter("interventions", "Interventions et familles", blocks)


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
AIDE_COLUMNS: tuple[str, ...] = (
    "Nombre 2016",
    "Nombre 2017",
    "Évolution",
    "Familles 2017",
    "Prêts 2017",
    "Subventions 2017",
)
AIDE_COLUMNS += ("Montant 2016", "Montant 2017")


def aide_row(label: str, prefix: str, before: int, now: int) -> Row:
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
    return Row(label, cells, prefix)


def aides() -> Chapter:
    rows = [aide_row(label, f"aides.type.{key}", before, now) for label, key, before, now in AIDES]
    rows.append(totalled(aide_row("Total compté", "aides.total", 184, 3817)))
    notes = (
        "Unités : aide, famille, euro. Population : aides attribuées, à la date de leur décision.",
        "Une famille compte une fois par ligne et une fois au total : les lignes ne s'additionnent pas.",
    )
    title = "Aides financières accordées, par type"
    table = Table("aides", title, "Type d'aide", AIDE_COLUMNS, tuple(rows), notes)
    en_2016 = (8000, 9500, 7000, 12000, 9900, 15000, 4000, 2000, 16000, 18000, 15000, 13683)
    en_2017 = (88000, 95500, 99000, 102000, 91900, 85000, 64000, 52000, 126000, 158000, 165000, 136753)
    montants = Chart(
        "montants",
        "Montants accordés par mois",
        ChartKind.LINES,
        labels.MOIS,
        (series("2016", *en_2016), series("2017", *en_2017)),
        note="Unité : euro.",
    )
    domaines = Chart(
        "domaines",
        "Aides par domaine",
        ChartKind.COLUMNS,
        ("Temps libre", "Accompagnement", "Logement et habitat"),
        (series("2016", 172, 0, 12), series("2017", 3653, 672, 605)),
        note="Unité : aide.",
    )
    return Chapter("aides", "Aides financières", (table, montants, domaines))


def impayes() -> Chapter:
    dossier, famille = Unit.DOSSIER, Unit.FAMILLE
    signales = (
        compared("APL", "impayes.signales.apl", 548, 616, dossier),
        compared("ALF", "impayes.signales.alf", 141, 151, dossier),
        compared("ALS", "impayes.signales.als", 143, 177, dossier),
        totalled(compared("Total compté", "impayes.signales.total", 832, 944, dossier)),
    )
    local, unknown = "impayes.cible_locale", Cell(labels.UNKNOWN, None, NumberStyle.POINTS)
    cible = (
        compared("En impayé dans la cible locale", f"{local}.familles", 198, 155, famille),
        compared("Situation résolue ou plan en cours au 31/12", f"{local}.resolus_ou_plan", 98, 53, famille),
        compared("Accompagnement administratif", f"{local}.accompagnement_administratif", 154, 141, famille),
        compared("Accompagnement social", f"{local}.accompagnement_social", 22, 21, famille),
        compared_rate("Taux de solution", f"{local}.taux_solution", None, "34.19", unknown),
    )
    opening = (
        "Les impayés sont signalés à la Caf par les bailleurs ou par les commissions. Un dossier compte "
    )
    opening += "l'année de son signalement ; son issue est celle connue au dernier jour de la période."
    blocks = (
        Paragraph(opening),
        compared_table(
            "signales",
            "Impayés signalés, par aide au logement",
            "Aide",
            signales,
            "Unité : dossier. Population : impayés signalés dans l'année.",
        ),
        compared_table(
            "cible_locale",
            "Impayés, cible locale",
            "Familles",
            cible,
            "Unité : famille. Population : impayés signalés dans l'année et retenus dans la cible locale.",
        ),
    )
    return Chapter("impayes", "Impayés de loyer et prévention des expulsions locatives", blocks)


def indecence() -> Chapter:
    unit, prefix = Unit.LOGEMENT, "indecence.signalements"
    rows = (
        compared("Signalés directement", f"{prefix}.direct", 37, 44, unit),
        compared("Signalés par la Caf", f"{prefix}.caf", 161, 16, unit),
        compared("Signalés par le conseil départemental", f"{prefix}.conseil_departemental", 16, 49, unit),
        compared("Jugés non décents", "indecence.non_decents", 14, 53, unit),
        compared("Jugés insalubres", "indecence.insalubres", 0, 0, unit),
    )
    note = "Unité : logement. Population : signalés, à la date de signalement ; jugés, à la date du constat."
    table = compared_table("indecence", "Logements signalés et visités", "Logements", rows, note)
    one = Chart(
        "un", "Une catégorie", ChartKind.COLUMNS, ("2017",), (series("2017", 53),), value_texts=("53",)
    )
    zero = Chart("zero", "Aucun chiffre", ChartKind.LINES, labels.MOIS, (series("2017", *[0] * 12),))
    return Chapter("indecence", "Logements", (table, one, zero))


def permanences() -> Chapter:
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


PERIMETER = (
    "Du 1er janvier au 31 décembre 2017, tous secteurs, comparé à 2016. Les familles sont comptées une fois, "
    "quel que soit le nombre de leurs interventions ; une aide est placée à la date de sa décision. "
    "Ne sont pas comptés : les appels sans réponse et les rendez-vous non honorés."
)


def rich_report() -> Report:
    chapters = (synthese(), interventions(), aides(), impayes(), indecence(), permanences())
    title, subtitle = "Rapport d'activité des travailleurs sociaux", "Caf des Landes (données d'exemple)"
    return Report(title, subtitle, "2017", PERIMETER, date(2026, 11, 21), "0.1.0", chapters)


def report_of(*chapters: Chapter) -> Report:
    return Report("Rapport", "Essai", "2017", "Tous secteurs.", date(2026, 11, 21), "0.1.0", chapters)


def tables_of(report: Report) -> list[Table]:
    return [block for chapter in report.chapters for block in chapter.blocks if isinstance(block, Table)]


def cells_of(report: Report) -> list[Cell]:
    return [cell for table in tables_of(report) for row in table.rows for cell in row.cells]
