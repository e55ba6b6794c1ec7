"""The chapters of the financial aids: what was granted, what became of the requests, what was paid."""

from caseapp.reports.chapter_layout import WITH_SHARE, ChapterLayout, lines, one_line
from caseapp.reports.layout import COMPARED, Col, Each, Layout, Line, Show

_GRANTED = (
    Col("Aides", ".nombre"),
    Col("Familles", ".familles"),
    Col("Prêts", ".prets"),
    Col("Subventions", ".subventions"),
)
_AIDES = (*_GRANTED, Col("Montant", ".montant"), Col("Évolution", ".montant", Show.EVOLUTION))
_HOLIDAYS = ("vacances", "vacaf")
"""How the codes of the holiday aids begin."""
_FAMILIES_ONCE = (
    "Une famille aidée plusieurs fois compte une fois par ligne et une fois au total : "
    "les familles du total sont comptées, les montants sont sommés."
)


def _aides(name: str, title: str, row_title: str, *, exclusive: bool = True) -> Layout:
    unknown = "" if exclusive else " Une aide dont le demandeur n'est pas connu compte seulement au total."
    return Layout(
        f"aides_{name}", title, row_title, _AIDES,
        (Each(f"aides.{name}.{{{name}}}.nombre", ".nombre"), Line("aides.total", "Total compté", total=True)),
        total_note=f"{_FAMILIES_ONCE}{unknown}",
        exclusive=exclusive,
    )  # fmt: skip


_THEMATIC = Layout(
    "aides_theme", "Aides accordées par domaine et par aide", "Domaine et aides",
    (*_GRANTED, Col("Engagements", ".montant"), Col("Évolution", ".montant", Show.EVOLUTION)),
    (
        Each(
            "aides.domaine.{domaine}.nombre", ".nombre", then=Each("aides.type.{type}.nombre", ".nombre")
        ),
        Line("aides.total", "Total compté", total=True),
    ),
    "Un engagement est ce qui est accordé, prêts et subventions. La ligne d'un domaine est comptée, elle "
    "n'est pas la somme de ses aides : une famille aidée deux fois y compte une fois.",
    wide=True,
)  # fmt: skip
_VACANCES = Layout(
    "vacances", "Aides aux vacances des familles", "Aide",
    (
        Col("Familles {n1}", ".familles", Show.PREVIOUS),
        Col("Familles {n}", ".familles"),
        Col("Évolution", ".familles", Show.EVOLUTION),
        Col("Montant {n1}", ".montant", Show.PREVIOUS),
        Col("Montant {n}", ".montant"),
        Col("Évolution", ".montant", Show.EVOLUTION),
    ),
    (Each("aides.type.{type}.nombre", ".nombre", starting=_HOLIDAYS),),
    wide=True,
)  # fmt: skip
_DEMANDES = (
    Layout(
        "statuts_demandes", "Demandes d'aide selon leur état", "État au dernier jour", WITH_SHARE,
        (Each("aides.statut.{statut}"), Line("aides.demandees", "Total compté", total=True)),
        one_line("demande"),
        exclusive=True,
    ),
    Layout(
        "demandes", "Demandes et délais", "Chiffre", WITH_SHARE,
        lines(
            "aides.demandees", "aides.urgentes", "aides.decidees", "aides.decidees_en_30_jours",
            "aides.refusees", "aides.ajournees", "aides.delai_median", "aides.delai_median_urgentes",
        ),
    ),
    Layout(
        "passages", "Demandes examinées en commission", "Instance",
        (
            Col("Séances", ".seances"), Col("Demandes", ".demandes"),
            Col("Accords", ".accords"), Col("Part", ".accords.part"),
            Col("Refus", ".refus"), Col("Part", ".refus.part"),
            Col("Ajournements", ".ajournements"), Col("Part", ".ajournements.part"),
        ),
        (Each("commission.{instance}.demandes", ".demandes"),),
        "Les parts ont pour base les demandes examinées par l'instance, à chacun de leurs passages.",
        wide=True,
    ),
    Layout(
        "commissions", "Ménages aidés en commission, au jour de leur séance", "Instance",
        (
            Col("Ménages", ".menages"), Col("Montant", ".montant"),
            Col("Monoparentales", ".monoparentales"), Col("Part", ".monoparentales.part"),
            Col("QF < 500 €", ".qf_inferieur_500"), Col("Part", ".qf_inferieur_500.part"),
            Col("Minima sociaux", ".minima_sociaux"), Col("Part", ".minima_sociaux.part"),
        ),
        (Each("commission.{instance}.menages", ".menages"),),
        "Les parts ont pour base les ménages de l'instance.",
        wide=True,
    ),
)  # fmt: skip


def _paid_by(name: str, title: str, row_title: str) -> Layout:
    return Layout(
        f"paiements_{name}", title, row_title,
        (
            Col("Paiements", ".nombre"), Col("Montant", ".montant"), Col("Part", ".montant.part"),
            Col("Montant {n1}", ".montant", Show.PREVIOUS), Col("Évolution", ".montant", Show.EVOLUTION),
        ),
        (
            Each(f"paiements.verses.{name}.{{{name}}}.nombre", ".nombre"),
            Line("paiements.verses", "Total compté", total=True),
        ),
        one_line("paiement"),
        exclusive=True,
    )  # fmt: skip


_PAIEMENTS = (
    _paid_by("forme", "Paiements versés par forme d'aide", "Forme"),
    _paid_by("destinataire", "Paiements versés par destinataire", "Destinataire"),
    Layout(
        "paiements_suivi", "Paiements à verser, retournés, annulés", "Paiements",
        (
            Col("Nombre", ".nombre"), Col("Montant", ".montant"),
            Col("Montant {n1}", ".montant", Show.PREVIOUS), Col("Évolution", ".montant", Show.EVOLUTION),
        ),
        (
            Line("paiements.a_verser", "À verser au dernier jour"),
            Line("paiements.retournes", "Versés, puis revenus"),
            Line("paiements.annules", "Annulés avant d'être versés"),
        ),
    ),
    Layout(
        "prets", "Prêts", "Chiffre", COMPARED,
        lines(
            "prets.accordes.nombre", "prets.accordes.montant", "prets.rembourses.montant",
            "prets.remis.montant", "prets.encours.nombre", "prets.encours.montant", "prets.encours.du",
        ),
    ),
)  # fmt: skip
AID_CHAPTERS = (
    ChapterLayout(
        "aides", "Aides financières individuelles",
        (
            _THEMATIC, _VACANCES, _aides("domaine", "Aides accordées par domaine", "Domaine"),
            _aides("demandeur", "Aides accordées par demandeur", "Demandeur", exclusive=False),
        ),
        ("aides_domaine",),
    ),
    ChapterLayout("demandes_aides", "Demandes d'aide et commissions", _DEMANDES),
    ChapterLayout("paiements", "Paiements et prêts", _PAIEMENTS),
)  # fmt: skip
