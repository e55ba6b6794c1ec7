"""The words of rule sets: columns of the lists, facts of a set."""

from caseapp.domain.jeu_de_regles import Severite
from caseapp.domain.labels import format_date
from caseapp.services.jeux_de_regles_rows import SEVERITES, JeuRow, RegleRow, sans_article
from caseapp.ui.tables.columns import ColumnSpec, Tone

DOUBT = "à vérifier"
_TONES = {
    SEVERITES[Severite.ATTENTION]: Tone.WARNING,
    SEVERITES[Severite.DANGER]: Tone.DANGER,
    SEVERITES[Severite.INFORMATION]: Tone.DISCREET,
}

SETS: tuple[ColumnSpec[JeuRow], ...] = (
    ColumnSpec("domaine", "Pour", lambda row: f"{row.domaine}{', local' if row.local else ''}", width=116,
               least=70, tone=lambda _: Tone.STRONG),
    ColumnSpec("vaut", "Vaut", lambda row: row.periode, width=142, stretch=True),
)  # fmt: skip


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


RULES: tuple[ColumnSpec[RegleRow], ...] = (
    ColumnSpec("regle", "Règle", lambda row: row.libelle, width=160, least=120,
               tone=lambda _: Tone.STRONG),
    ColumnSpec("delai", "Délai", lambda row: row.delai, width=124, least=70),
    ColumnSpec("depart", "Départ", lambda row: _upper(row.depart), width=110, stretch=True, least=60),
    ColumnSpec("qui", "Qui agit", lambda row: _upper(sans_article(row.qui)), width=130, least=70),
    ColumnSpec("enjeu", "Enjeu", lambda row: row.severite, width=94,
               tone=lambda row: _TONES[row.severite]),
    ColumnSpec("reserve", "Réserve", lambda row: DOUBT if row.incertain else "", width=78,
               tone=lambda _: Tone.WARNING),
)  # fmt: skip


def origin(row: JeuRow) -> str:
    """Say whence a set comes."""
    if row.ajoute_le is None:
        return "livré avec le programme"
    day = format_date(row.ajoute_le)
    if row.bascule:
        return f"livré avec le programme, {'appliqué' if row.actif else 'mis de côté'} le {day}"
    return f"fichier ajouté le {day}"


def facts(row: JeuRow) -> tuple[tuple[str, str], ...]:
    """Return what is said of a set, each with its title."""
    lines = (
        ("Vaut", _upper(row.periode)),
        ("Version", f"{row.version}, {origin(row)}"),
        ("Pour", _upper(row.pour)),
        ("Seuil", row.seuil),
        ("Source", row.source),
    )
    return tuple((title, text) for title, text in lines if text)


def sentences(row: RegleRow) -> tuple[tuple[str, str], ...]:
    """Return what is said of a rule, each with its title."""
    lines = (
        ("Ce qui est attendu", f"{_upper(row.qui)} {row.action}."),
        ("Quand", f"{_upper(row.quand)}."),
        ("Article ou source", _upper(row.article)),
        ("Seulement pour", _upper(row.pour)),
        ("Sinon", row.consequence),
        ("À vérifier", row.incertain),
    )
    return tuple((title, text) for title, text in lines if text)
