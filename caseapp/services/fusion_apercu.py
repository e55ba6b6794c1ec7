"""What a merge would do, before it is done: which value is kept, what moves, what is left."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from caseapp.domain.communes import CommuneDirectory
from caseapp.domain.labels import format_date, plural
from caseapp.models import Base, Famille
from caseapp.models.famille import sort_key
from caseapp.services.familles import MASKED, FamilleRow
from caseapp.services.fusion_liens import LABELS, left_behind, moved_records

TITLES = {
    "nom": "Nom",
    "prenom": "Prénom",
    "matricule": "N° allocataire",
    "date_naissance": "Naissance",
    "code_commune": "Commune",
    "adresse": "Adresse",
    "telephone": "Téléphone",
    "courriel": "Courriel",
    "consigne": "Consigne",
}
NOTICES = {
    "protection": "Protégée",
    "ne_pas_appeler": "Ne pas appeler",
    "ne_pas_ecrire": "Ne pas écrire",
}
_SECRET = {"code_commune", "adresse", "telephone", "courriel"}
LONGEST = 400


@dataclass(frozen=True, slots=True)
class Champ:
    """One field of both families; `garde` is what remains, `conflit` when another value is lost."""

    titre: str
    conservee: str
    absorbee: str
    garde: str
    conflit: bool


@dataclass(frozen=True, slots=True)
class Apercu:
    """What a merge would do; `deplaces` and `ecartes` in words (`3 rendez-vous`)."""

    conservee: FamilleRow
    absorbee: FamilleRow
    champs: tuple[Champ, ...]
    deplaces: tuple[str, ...]
    ecartes: tuple[str, ...]


def merged_values(kept: Famille, absorbed: Famille) -> dict[str, object]:
    """Return the fields of the merged family: those of the kept one, filled from the other.

    The number stays when there is one; both instructions are kept; a protection or a notice of one holds.
    """
    values: dict[str, object] = {}
    for name in TITLES:
        values[name] = getattr(kept, name) or getattr(absorbed, name)
    if kept.consigne and absorbed.consigne and kept.consigne != absorbed.consigne:
        both = f"{kept.consigne} / {absorbed.consigne}"
        values["consigne"] = both if len(both) <= LONGEST else kept.consigne
    for name in NOTICES:
        values[name] = getattr(kept, name) or getattr(absorbed, name) or getattr(kept, name)
    return values


def preview_fields(kept: Famille, absorbed: Famille, communes: CommuneDirectory) -> tuple[Champ, ...]:
    """Return the fields that one of the two has, in words; the contact is masked when one is protected."""
    merged = merged_values(kept, absorbed)
    masked = bool(merged["protection"])
    return tuple(_fields(kept, absorbed, merged, communes, masked=masked))


def _fields(
    kept: Famille,
    absorbed: Famille,
    merged: dict[str, object],
    communes: CommuneDirectory,
    *,
    masked: bool,
) -> Iterator[Champ]:
    for name, title in (TITLES | NOTICES).items():
        raw = (getattr(kept, name), getattr(absorbed, name), merged[name])
        if not raw[0] and not raw[1]:
            continue
        hide = masked and name in _SECRET
        first, second, kept_text = (_said(name, value, communes, hide=hide) for value in raw)
        yield Champ(title, first, second, kept_text, _is_lost(name, *raw[1:]))


def _is_lost(name: str, absorbed: object, merged: object) -> bool:
    """Tell whether what the absorbed family says is not in the merged one."""
    if not absorbed or absorbed == merged or name in NOTICES:
        return False
    if name in {"nom", "prenom"}:
        return sort_key(str(absorbed), None) != sort_key(str(merged), None)
    return not (name == "consigne" and str(absorbed) in str(merged))


def _said(name: str, value: object, communes: CommuneDirectory, *, hide: bool) -> str:
    if name in NOTICES:
        return "oui" if value else "non"
    if not value:
        return ""
    if hide:
        return MASKED
    if name == "date_naissance":
        return format_date(value)  # type: ignore[arg-type]
    return communes.name(str(value)) if name == "code_commune" else str(value)


def counted_moves(
    session: Session, kept_id: int, absorbed_id: int
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what would move and what the kept family has already, counted in words."""
    left = left_behind(session, kept_id, absorbed_id)
    moved = [record for record, _ in moved_records(session, absorbed_id) if record not in left]
    return _counts(moved), _counts(left)


def _counts(records: list[Base] | tuple[Base, ...]) -> tuple[str, ...]:
    found = Counter(record.__tablename__ for record in records)
    order = [*LABELS, *sorted(set(found) - set(LABELS))]
    return tuple(plural(found[name], *LABELS.get(name, (name, name))) for name in order if found[name])
