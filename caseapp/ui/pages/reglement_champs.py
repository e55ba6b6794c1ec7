"""The form of an aid of the règlement, and the aid that was typed in it."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from caseapp.domain.nomenclature import Forme
from caseapp.domain.regle import Regle, Tranche
from caseapp.domain.regle_controle import parse_day, parse_share, write_day
from caseapp.domain.reglement_aide import share_words
from caseapp.errors import FieldError
from caseapp.services.perimetre import Choice
from caseapp.services.reglements_rows import ChoixAide
from caseapp.ui.forms import FieldSpec, Form, Kind
from caseapp.ui.forms.entry import Row
from caseapp.ui.pages.reglement_words import LES_DEUX, SUBVENTION, document_words

_FORMS = (
    Choice("subvention", SUBVENTION),
    Choice("pret", "Prêt sans intérêt"),
    Choice("subvention pret", LES_DEUX),
)
_STRANGERS = (Choice("oui", "Admis"), Choice("non", "Non admis"), Choice("non_dit", "Non dit"))
_SAID = {"oui": True, "non": False}
_ONLY_LOAN = ("duree_pret_max", "ligne_pret")
_BAND = ("qf", "taux", "plafond", "montant_unitaire")
_SPARE = 4
_OPTIONAL = "(facultatif)"
_GAP = "Remplissez les tranches dans l'ordre, sans en sauter une."
_SAME = (
    "public", "qf_plafond", "plafond", "montant_unitaire", "unite", "nombre_par_an", "duree_pret_max",
    "decideur", "delegation_plafond", "ligne", "ligne_pret", "libelle_comptable", "precisions",
)  # fmt: skip


def aid_rows(choix: ChoixAide, regle: Regle | None) -> tuple[Row, ...]:
    """Return the fields of an aid, of a new one when it is None."""
    return (*_identity(choix, new=regle is None), *_conditions(), *_amounts(choix, regle), *_decision(choix))


def aid_values(regle: Regle) -> dict[str, object]:
    """Return what the form shows of an aid."""
    values: dict[str, object] = {name: getattr(regle, name) for name in _SAME}
    values |= {
        "libelle": regle.libelle,
        "formes": " ".join(one.value for one in (Forme.SUBVENTION, Forme.PRET) if one in regle.formes),
        "non_allocataires": {True: "oui", False: "non", None: "non_dit"}[regle.non_allocataires],
        "taux": _share(regle.taux),
        "saison_debut": _day(regle.saison_debut),
        "saison_fin": _day(regle.saison_fin),
        "pieces": "\n".join(map(document_words, regle.pieces)),
    }
    for rank, band in enumerate(regle.tranches, start=1):
        cells = (band.qf_max, _share(band.taux), band.plafond, band.montant_unitaire)
        values |= {f"tranche{rank}_{name}": cell for name, cell in zip(_BAND, cells, strict=True)}
    return values


def aid_of(values: Mapping[str, Any], regle: Regle | None) -> Regle:
    """Return the aid that was typed, `regle` being what it was; FieldError for what cannot be read."""
    given: dict[str, Any] = {name: values[name] for name in _SAME}
    return Regle(
        code=values.get("type") or "" if regle is None else regle.code,
        libelle=values["libelle"] or "",
        domaine=values.get("domaine") or "" if regle is None else regle.domaine,
        formes=frozenset((values["formes"] or "").split()),
        non_allocataires=_SAID.get(values["non_allocataires"] or ""),
        taux=_read("taux", values["taux"], parse_share),
        saison_debut=_read("saison_debut", values["saison_debut"], parse_day),
        saison_fin=_read("saison_fin", values["saison_fin"], parse_day),
        tranches=_typed_bands(values),
        pieces=tuple(map(_document, filter(str.strip, (values["pieces"] or "").splitlines()))),
        **given,
    )


def prepare(form: Form) -> None:
    """Connect the fields: a known aid has its name, a loan its fields, a band typed calls for the next."""
    form.changed.connect(partial(_arrange, form))
    _arrange(form)


def _arrange(form: Form, _key: str = "") -> None:
    if "type" in form.boxes:
        for name in ("libelle", "domaine"):
            form.set_visible(name, not form.value("type"))
    for name in _ONLY_LOAN:
        form.set_visible(name, "pret" in str(form.value("formes") or ""))
    shown, rank = True, 1
    while f"tranche{rank}_qf" in form.boxes:
        keys = [f"tranche{rank}_{name}" for name in _BAND]
        typed = any(form.editor(key).raw() for key in keys)
        for key in keys:
            form.set_visible(key, shown or typed)
        shown, rank = typed, rank + 1


def _identity(choix: ChoixAide, *, new: bool) -> tuple[Row, ...]:
    every_year = "Ce nom est celui de l'aide pour toutes les années."
    if not new:
        return (FieldSpec("libelle", "Nom de l'aide", required=True, longest=400, hint=every_year), _forms())
    return (
        FieldSpec(
            "type",
            "Aide",
            Kind.CHOICE,
            choices=choix.types,
            placeholder="Nouvelle aide, jamais proposée avant",
        ),
        (
            FieldSpec("libelle", "Nom de l'aide", longest=400, width_share=2, required=True),
            FieldSpec("domaine", "Domaine", Kind.CHOICE, choices=choix.domaines, required=True),
        ),
        _forms(),
    )


def _forms() -> FieldSpec:
    return FieldSpec("formes", "Formes", Kind.SEGMENTS, required=True, choices=_FORMS)


def _conditions() -> tuple[Row, ...]:
    return (
        "Pour qui",
        FieldSpec("public", "Public", longest=400, placeholder="Familles avec un enfant à charge"),
        (
            FieldSpec(
                "non_allocataires", "Non-allocataires", Kind.SEGMENTS, choices=_STRANGERS, width_share=2
            ),
            FieldSpec("qf_plafond", "Plafond de QF", Kind.EUROS, hint="Vide : pas de plafond."),
        ),
        (
            FieldSpec("saison_debut", "Saison, du", placeholder="01/06"),
            FieldSpec("saison_fin", "Au", placeholder="30/09", name="Fin de la saison"),
            FieldSpec("nombre_par_an", "Nombre par an", Kind.INTEGER),
        ),
    )


def _amounts(choix: ChoixAide, regle: Regle | None) -> tuple[Row, ...]:
    count = (0 if regle is None else len(regle.tranches)) + _SPARE
    return (
        "Combien",
        (
            FieldSpec("plafond", "Plafond de l'aide", Kind.EUROS),
            FieldSpec("taux", "Part du coût", placeholder="80 %"),
            FieldSpec("montant_unitaire", "Montant par unité", Kind.EUROS),
            FieldSpec("unite", "Unité", Kind.CHOICE, choices=choix.unites, placeholder="Aucune"),
        ),
        "Tranches de QF",
        *(_band_row(rank) for rank in range(1, count + 1)),
    )


def _band_row(rank: int) -> tuple[FieldSpec, ...]:
    def named(key: str, label: str, kind: Kind, spoken: str) -> FieldSpec:
        return FieldSpec(f"tranche{rank}_{key}", label, kind, name=f"Tranche {rank}, {spoken}")

    return (
        named("qf", f"{rank}. QF jusqu'à", Kind.EUROS, "QF jusqu'à"),
        named("taux", "Part du coût", Kind.TEXT, "part du coût"),
        named("plafond", "Plafond", Kind.EUROS, "plafond"),
        named("montant_unitaire", "Par unité", Kind.EUROS, "montant par unité"),
    )


def _decision(choix: ChoixAide) -> tuple[Row, ...]:
    return (
        "Décision et budget",
        (
            FieldSpec("decideur", "Qui décide", Kind.CHOICE, choices=choix.decideurs, placeholder="Non dit"),
            FieldSpec("delegation_plafond", "Délégation jusqu'à", Kind.EUROS),
            FieldSpec("duree_pret_max", "Prêt, mois au plus", Kind.INTEGER),
        ),
        (
            FieldSpec("ligne", "Ligne budgétaire", Kind.CHOICE, choices=choix.lignes, placeholder="Aucune"),
            FieldSpec(
                "ligne_pret", "Ligne des prêts", Kind.CHOICE, choices=choix.lignes, placeholder="La même"
            ),
        ),
        FieldSpec("libelle_comptable", "Libellé comptable", longest=400),
        FieldSpec(
            "pieces", "Pièces à fournir", Kind.LONG_TEXT, longest=40_000,
            hint=f"Une pièce par ligne ; {_OPTIONAL} à la fin d'une ligne pour une pièce qui peut manquer.",
        ),
        FieldSpec("precisions", "Précisions", Kind.LONG_TEXT, longest=4_000),
    )  # fmt: skip


def _typed_bands(values: Mapping[str, Any]) -> tuple[Tranche, ...]:
    bands: list[Tranche] = []
    rank, ended = 1, False
    while f"tranche{rank}_qf" in values:
        field = f"tranche{rank}_"
        cells = [values[field + name] for name in _BAND]
        if all(cell is None for cell in cells):
            ended = True
        elif ended:
            raise FieldError(f"{field}qf", _GAP)
        else:
            share = _read(f"{field}taux", cells[1], parse_share)
            bands.append(Tranche(cells[0], share, cells[2], cells[3]))
        rank += 1
    return tuple(bands)


def _read(field: str, text: str | None, parse: Any) -> Any:
    try:
        return None if text is None else parse(text)
    except ValueError as error:
        raise FieldError(field, str(error)) from error


def _document(line: str) -> tuple[str, bool]:
    name = line.strip().removeprefix("- ").strip()
    bare = name.removesuffix(_OPTIONAL).strip()
    return bare, bare == name


def _share(taux: int | None) -> str | None:
    return None if taux is None else share_words(taux)


def _day(day: str | None) -> str | None:
    return None if day is None else write_day(day)
