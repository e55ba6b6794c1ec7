"""Keeping the aids of a règlement: one, those of a file, those of the year before."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.domain.nomenclature import Forme
from caseapp.domain.regle import Regle
from caseapp.domain.regle_controle import find_faults
from caseapp.domain.reglement_fichier import LigneDeclaree, moved_codes
from caseapp.domain.text import fold
from caseapp.errors import FieldError, InputError
from caseapp.models import AideReglement, LigneBudget, PieceReglement, Reglement, TrancheQf, TypeAide
from caseapp.models.base import new_reference
from caseapp.services.reglements_lecture import SAME_NAMES, read_regles
from caseapp.services.saisie_suivi import check_code

_LONGEST_CODE = 60
_TAKEN = "Une autre aide porte déjà ce nom."


def find_reglement(session: Session, annee: int) -> Reglement:
    """Return the règlement of a year; InputError when there is none."""
    found = session.scalar(select(Reglement).where(Reglement.annee == annee))
    if found is None:
        raise InputError(f"Il n'y a plus de règlement pour {annee}.")
    return found


def new_reglement(session: Session, annee: int, caf: str, source: str | None) -> Reglement:
    """Add the règlement of a year that has none; InputError when it has one."""
    if session.scalar(select(Reglement.id).where(Reglement.annee == annee)) is not None:
        raise InputError(f"Il y a déjà un règlement pour {annee}.")
    code = free_code(session, Reglement, f"R{annee}")
    reglement = Reglement(code=code, annee=annee, caf=caf, source=source)
    session.add(reglement)
    session.flush()
    return reglement


def keep_regle(
    session: Session, reglement: Reglement, regle: Regle, aide: AideReglement | None = None
) -> AideReglement:
    """Write an aid of a year, its bands and its documents; FieldError for what cannot be kept."""
    for field, sentence in find_faults(regle):
        raise FieldError(field, sentence)
    for field, liste in (("domaine", "domaine"), ("unite", "unite_aide"), ("decideur", "decideur")):
        check_code(session, field, liste, getattr(regle, field))
    return _write(session, reglement, regle, keep_type(session, regle), aide)


def _write(
    session: Session, reglement: Reglement, regle: Regle, genre: TypeAide, aide: AideReglement | None
) -> AideReglement:
    if aide is None:
        _refuse_twice(session, reglement, genre)
        code = free_code(session, AideReglement, f"{reglement.annee}-{genre.code}")
        aide = AideReglement(code=code, reglement_id=reglement.id, type_aide_id=genre.id)
    aide.formes = write_forms(regle.formes)
    for name in SAME_NAMES:
        setattr(aide, name, getattr(regle, name))
    aide.ligne_id = _line(session, reglement.annee, "ligne", regle.ligne)
    aide.ligne_pret_id = _line(session, reglement.annee, "ligne_pret", regle.ligne_pret)
    session.add(aide)
    session.flush()
    _keep_parts(session, aide, regle)
    return aide


def keep_type(session: Session, regle: Regle) -> TypeAide:
    """Return the aid of a code, made when no year had it; FieldError for a name that another has."""
    found = session.scalar(select(TypeAide).where(TypeAide.code == regle.code))
    if found is not None:
        return found
    check_name(session, regle.libelle, regle.code)
    made = TypeAide(
        code=regle.code, libelle=regle.libelle, domaine=regle.domaine, formes=write_forms(regle.formes)
    )
    session.add(made)
    session.flush()
    return made


def check_name(session: Session, libelle: str, code: str) -> None:
    """Refuse the name of another aid."""
    for other in session.scalars(select(TypeAide).where(TypeAide.code != code)):
        if fold(other.libelle) == fold(libelle):
            raise FieldError("libelle", _TAKEN)


def keep_line(session: Session, annee: int, declared: LigneDeclaree) -> LigneBudget:
    """Add a budget line of a year, or change it; InputError when another year has its code."""
    check_code(session, "domaine", "domaine", declared.domaine)
    line = session.scalar(select(LigneBudget).where(LigneBudget.code == declared.code))
    if line is not None and line.annee != annee:
        raise InputError(f"La ligne « {declared.code} » est déjà celle de {line.annee} : changez son code.")
    line = line or LigneBudget(code=declared.code, annee=annee)
    line.libelle, line.domaine = declared.libelle, declared.domaine
    line.montant, line.compte = declared.montant, declared.compte
    session.add(line)
    session.flush()
    return line


def remove_regle(session: Session, aide: AideReglement) -> None:
    """Remove an aid of a year, with its bands and documents; the requests made for it stay."""
    for parts in _parts(session, aide):
        _drop(session, parts)
    session.delete(aide)
    session.flush()


def copy_year(session: Session, annee: int, vers: int) -> Reglement:
    """Copy the règlement of a year to another: its aids, and its budget lines with their amounts.

    Of an aid that an exchange file wrote twice, the one that requests are compared with is copied.
    """
    former = find_reglement(session, annee)
    made = new_reglement(session, vers, former.caf, former.source)
    names: dict[str | None, str | None] = {None: None}
    statement = select(LigneBudget).where(LigneBudget.annee == annee).order_by(LigneBudget.id)
    lines = session.scalars(statement).all()
    codes = moved_codes((one.code for one in lines), annee, vers)
    for line in lines:
        names[line.code] = _copied_line(session, line, codes[line.code], vers)
    aides = select(AideReglement).where(AideReglement.reglement_id == former.id).order_by(AideReglement.id)
    read_first = {aide.type_aide_id: aide for aide in reversed(session.scalars(aides).all())}
    for aide in sorted(read_first.values(), key=lambda one: one.id):
        (regle,) = read_regles(session, [aide])
        moved = replace(regle, ligne=names[regle.ligne], ligne_pret=names[regle.ligne_pret])
        _write(session, made, moved, session.get_one(TypeAide, aide.type_aide_id), None)
    return made


def _copied_line(session: Session, line: LigneBudget, code: str, vers: int) -> str:
    """Return the code of the same line in another year, made when it is not there yet."""
    found = session.scalar(select(LigneBudget).where(LigneBudget.code == code))
    if found is not None and found.annee == vers:
        return code
    code = code if found is None else new_reference("L")
    session.add(
        LigneBudget(
            code=code, annee=vers, libelle=line.libelle, domaine=line.domaine, montant=line.montant,
            compte=line.compte,
        )
    )  # fmt: skip
    session.flush()
    return code


def _refuse_twice(session: Session, reglement: Reglement, genre: TypeAide) -> None:
    statement = select(AideReglement.id).where(
        AideReglement.reglement_id == reglement.id, AideReglement.type_aide_id == genre.id
    )
    if session.scalar(statement.limit(1)) is not None:
        raise FieldError("type", f"« {genre.libelle} » est déjà au règlement de {reglement.annee}.")


def _line(session: Session, annee: int, field: str, code: str | None) -> int | None:
    if code is None:
        return None
    found = session.scalar(select(LigneBudget).where(LigneBudget.code == code))
    if found is None or found.annee != annee:
        raise FieldError(field, f"Cette ligne n'est pas au budget de {annee}.")
    return found.id


def _keep_parts(session: Session, aide: AideReglement, regle: Regle) -> None:
    """Write the bands and the documents again where they differ, so that what did not change stays."""
    (kept,) = read_regles(session, [aide])
    bands, documents = _parts(session, aide)
    if kept.tranches != regle.tranches:
        _drop(session, bands)
        for one in regle.tranches:
            session.add(
                TrancheQf(
                    aide_reglement_id=aide.id, qf_max=one.qf_max, taux=one.taux, plafond=one.plafond,
                    montant_unitaire=one.montant_unitaire,
                )
            )  # fmt: skip
    if kept.pieces != regle.pieces:
        _drop(session, documents)
        for rank, (name, compulsory) in enumerate(regle.pieces, start=1):
            session.add(
                PieceReglement(aide_reglement_id=aide.id, libelle=name, obligatoire=compulsory, rang=rank)
            )
    session.flush()


def _parts(session: Session, aide: AideReglement) -> tuple[Sequence[TrancheQf], Sequence[PieceReglement]]:
    bands = select(TrancheQf).where(TrancheQf.aide_reglement_id == aide.id)
    documents = select(PieceReglement).where(PieceReglement.aide_reglement_id == aide.id)
    return session.scalars(bands).all(), session.scalars(documents).all()


def _drop(session: Session, parts: Sequence[TrancheQf] | Sequence[PieceReglement]) -> None:
    for one in parts:
        session.delete(one)
    session.flush()


def write_forms(formes: frozenset[str]) -> str:
    """Write forms as they are kept: `subvention pret`."""
    return " ".join(one.value for one in Forme if one in formes)


def free_code(session: Session, mapped: type[Reglement] | type[AideReglement], wished: str) -> str:
    """Return the code wished when it is short and free, else one that nothing has."""
    taken = session.scalar(select(mapped.id).where(mapped.code == wished)) is not None
    return new_reference("R") if taken or len(wished) > _LONGEST_CODE else wished
