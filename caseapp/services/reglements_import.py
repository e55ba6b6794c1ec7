"""A file beside the règlement of its year: what it would change, then doing it."""

from dataclasses import fields, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.domain.regle import Regle
from caseapp.domain.reglement_fichier import Catalogue, LigneDeclaree
from caseapp.domain.text import fold
from caseapp.errors import InputError
from caseapp.models import AideReglement, LigneBudget, Reglement, TypeAide
from caseapp.models.codes import CODE_LISTS
from caseapp.services.reglements_ecriture import keep_line, keep_regle, new_reglement, remove_regle
from caseapp.services.reglements_lecture import read_regles
from caseapp.services.reglements_rows import MOTS, Apercu


def read_catalogue(session: Session, annee: int) -> Catalogue | None:
    """Return the règlement of a year as a file would hold it, None when there is none."""
    reglement = session.scalar(select(Reglement).where(Reglement.annee == annee))
    if reglement is None:
        return None
    regles = [regle for _, regle in _kept(session, reglement)]
    return Catalogue(annee, reglement.caf, reglement.source, _lines(session, annee), tuple(regles))


def preview(session: Session, catalogue: Catalogue) -> Apercu:
    """Return what a file would change; InputError for a code that the store does not know or cannot take."""
    _check_codes(session, catalogue)
    former = read_catalogue(session, catalogue.annee)
    wanted, held = _as_known(session, catalogue)
    before = {one.code: one for one in former.aides} if former else {}
    changed = [(one, _differences(before[one.code], one)) for one in wanted if one.code in before]
    lines = {one.code: one for one in _lines(session, catalogue.annee)}
    types = set(session.scalars(select(TypeAide.code)))
    codes = {one.code for one in wanted}
    return Apercu(
        catalogue=catalogue,
        connue=former is not None,
        nouvelles=tuple(one.libelle for one in wanted if one.code not in before),
        modifiees=tuple((one.libelle, words) for one, words in changed if words),
        retirees=tuple(one.libelle for code, one in before.items() if code not in codes),
        inchangees=sum(not words for _, words in changed),
        creees=tuple(one.libelle for one in wanted if one.code not in types),
        lignes=tuple(one.libelle for one in catalogue.lignes if lines.get(one.code) != one),
        gardes=held,
        caf=catalogue.caf if former and _source_of(former) != _source_of(catalogue) else "",
    )


def apply(session: Session, catalogue: Catalogue) -> None:
    """Make the règlement of a year what a file says; its other budget lines stay."""
    _check_codes(session, catalogue)
    for line in catalogue.lignes:
        keep_line(session, catalogue.annee, line)
    reglement = session.scalar(select(Reglement).where(Reglement.annee == catalogue.annee))
    if reglement is None:
        reglement = new_reglement(session, catalogue.annee, catalogue.caf, catalogue.source)
    reglement.caf, reglement.source = catalogue.caf, catalogue.source
    wanted, _ = _as_known(session, catalogue)
    kept: dict[str, AideReglement] = {}
    codes = {one.code for one in wanted}
    for aide, regle in _kept(session, reglement):
        if regle.code not in codes or kept.setdefault(regle.code, aide) is not aide:
            remove_regle(session, aide)
    for regle in wanted:
        keep_regle(session, reglement, regle, kept.get(regle.code))


def _source_of(catalogue: Catalogue) -> tuple[str, str | None]:
    return catalogue.caf, catalogue.source


def _kept(session: Session, reglement: Reglement) -> list[tuple[AideReglement, Regle]]:
    statement = select(AideReglement).where(AideReglement.reglement_id == reglement.id)
    aides = session.scalars(statement.order_by(AideReglement.id)).all()
    return list(zip(aides, read_regles(session, aides), strict=True))


def _lines(session: Session, annee: int) -> tuple[LigneDeclaree, ...]:
    statement = select(LigneBudget).where(LigneBudget.annee == annee).order_by(LigneBudget.id)
    return tuple(
        LigneDeclaree(one.code, one.libelle, one.domaine, one.montant, one.compte)
        for one in session.scalars(statement)
    )


def _as_known(session: Session, catalogue: Catalogue) -> tuple[list[Regle], tuple[str, ...]]:
    """Return the aids under the names and domains that they have already, and those that the file changes."""
    known = {one.code: one for one in session.scalars(select(TypeAide))}
    wanted, held = [], []
    for regle in catalogue.aides:
        genre = known.get(regle.code)
        if genre is None:
            wanted.append(regle)
            continue
        wanted.append(replace(regle, libelle=genre.libelle, domaine=genre.domaine))
        if (genre.libelle, genre.domaine) != (regle.libelle, regle.domaine):
            held.append(genre.libelle)
    return wanted, tuple(held)


def _differences(before: Regle, after: Regle) -> tuple[str, ...]:
    changed = (one.name for one in fields(Regle) if getattr(before, one.name) != getattr(after, one.name))
    return tuple(dict.fromkeys(MOTS[name] for name in changed))


def _check_codes(session: Session, catalogue: Catalogue) -> None:
    codes = {
        liste: set(session.scalars(select(CODE_LISTS[liste].code))) for liste in ("domaine", "unite_aide")
    }
    for line in catalogue.lignes:
        if line.domaine is not None and line.domaine not in codes["domaine"]:
            raise InputError(f"Ligne « {line.libelle} » : domaine inconnu « {line.domaine} ».")
    taken: dict[str, int] = dict(session.execute(select(LigneBudget.code, LigneBudget.annee)).all())
    for line in catalogue.lignes:
        if taken.get(line.code, catalogue.annee) != catalogue.annee:
            year = taken[line.code]
            raise InputError(f"La ligne « {line.code} » est déjà celle de {year} : changez son code.")
    names = {fold(one.libelle): one.code for one in session.scalars(select(TypeAide))}
    for aide in catalogue.aides:
        if aide.domaine not in codes["domaine"]:
            raise InputError(f"Aide « {aide.libelle} » : domaine inconnu « {aide.domaine} ».")
        if aide.unite is not None and aide.unite not in codes["unite_aide"]:
            raise InputError(f"Aide « {aide.libelle} » : unité inconnue « {aide.unite} ».")
        if aide.code not in names.values() and fold(aide.libelle) in names:
            code = names[fold(aide.libelle)]
            raise InputError(f"Aide « {aide.libelle} » : elle est déjà connue sous le code « {code} ».")
