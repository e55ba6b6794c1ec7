"""The dated rule sets: those shipped, replaced by the files that the Caf brings in."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from caseapp.domain.faits_dossier import ISSUES_CLOSES
from caseapp.domain.jeu_de_regles import Domaine, JeuDeRegles
from caseapp.domain.jeu_de_regles_choix import JeuxEnVigueur, check_together
from caseapp.domain.jeu_de_regles_fichier import LONGEST_FILE, read_jeu, set_active
from caseapp.domain.labels import format_date, plural
from caseapp.domain.moments import local_day
from caseapp.errors import InputError
from caseapp.files import reason_of, write_document
from caseapp.models import Impaye, JeuRegles
from caseapp.services.jeux_de_regles_rows import JeuRow, RegleRow, jeu_row
from caseapp.store import Step, Store

__all__ = ["JeuRow", "JeuxDeReglesService", "RegleRow"]

_NOT_APPLIED = "Ce jeu local n'est pas appliqué : ses délais ne comptent dans aucun dossier."
_TARGETS = "{} dans la cible locale. Si leurs délais sont ceux-ci, « Appliquer » les compte."
_GONE = "Ce jeu de règles n'est plus là : il vient d'être retiré."
_OPEN = ("impayé ouvert est noté", "impayés ouverts sont notés")
_UNREAD = "Le fichier ajouté le {} n'est plus lisible par cette version : les règles livrées le remplacent."


class JeuxDeReglesService:
    """Reads, brings in and takes back rule sets; the last file added for a code is the one in force."""

    def __init__(self, store: Store, auteur: str, livres: Path) -> None:
        self._store, self._auteur, self._folder = store, auteur, livres
        self._livres: dict[str, JeuDeRegles] = {}
        self._textes: dict[str, str] = {}
        self._kept: tuple[object, JeuxEnVigueur] | None = None

    # --- For a file ---

    def en_vigueur(self) -> JeuxEnVigueur:
        """Return the sets that count now."""
        with self._store.read() as session:
            return self.en_vigueur_dans(session)

    def en_vigueur_dans(self, session: Session) -> JeuxEnVigueur:
        """Return the sets that count, as a session sees them; read again only when one was added or left."""
        columns = (JeuRegles.id, JeuRegles.code, JeuRegles.version, JeuRegles.ajoute_le)
        size = func.length(JeuRegles.contenu)  # a number left by a row may be taken by the next one
        state = session.execute(select(*columns, size).order_by(JeuRegles.id)).all()
        kept = self._kept
        if kept is None or kept[0] != state:
            kept = self._kept = state, JeuxEnVigueur(tuple(self._effective(session).values()))
        return kept[1]

    def pour(self, domaine: Domaine, jour: date) -> tuple[JeuDeRegles, ...]:
        """Return the sets of a file by its day of reference: the national one, then the local ones."""
        return self.en_vigueur().pour(domaine, jour)

    # --- The screen ---

    def list_rows(self) -> tuple[JeuRow, ...]:
        """Return the sets in force, by domain then date, local ones last."""
        with self._store.read() as session:
            added = {one.code: one for one in _last_added(session)}
            found = self._effective(session)
            targets = _open_targets(session)
        rows = [self._row(jeu, added.get(code), targets) for code, jeu in found.items()]
        return tuple(sorted(rows, key=lambda row: row.rang))

    def _row(self, jeu: JeuDeRegles, added: JeuRegles | None, targets: int) -> JeuRow:
        """Return a set in words, with what must be known of it first."""
        livre, warned = jeu.code in self.livres(), []
        day = None if added is None else local_day(added.ajoute_le)
        switched = added is not None and livre and _same_rules(added.contenu, self._textes[jeu.code])
        if added is not None and added.version != jeu.version:
            warned.append(_UNREAD.format(format_date(local_day(added.ajoute_le))))
            day, switched = None, False
        if jeu.local and not jeu.actif:
            warned.append(_NOT_APPLIED)
            if jeu.domaine is Domaine.IMPAYES and targets:
                warned.append(_TARGETS.format(plural(targets, *_OPEN)))
        row = jeu_row(jeu, day, livre=livre, bascule=switched)
        return replace(row, avertissements=(*warned, *row.avertissements))

    def livres(self) -> dict[str, JeuDeRegles]:
        """Return the shipped sets by code; they are read once."""
        if not self._livres:
            texts = [path.read_text(encoding="utf-8") for path in sorted(self._folder.glob("*.toml"))]
            read = [(text, read_jeu(text)) for text in texts]
            self._textes = {jeu.code: text for text, jeu in read}
            self._livres = {jeu.code: jeu for _, jeu in read}
        return self._livres

    # --- Writing ---

    def importer(self, paths: Sequence[Path]) -> tuple[str, ...]:
        """Bring in rule files, all or none; InputError with the line and the reason.

        Several at once let the dates of two sets move together. Return the names of those that count: a
        local one may say that it does not, as the copy of an example does.
        """
        read = [(path, text, _parse(path, text)) for path, text in ((one, _text(one)) for one in paths)]
        _refuse_twice([(path, jeu.code) for path, _, jeu in read])
        label = "Jeu de règles remplacé" if len(read) == 1 else "Jeux de règles remplacés"
        with self._store.write(self._auteur, Step(label)) as session:
            wished = self._effective(session)
            for path, text, jeu in read:
                _refuse_known(session, path, text, jeu, wished.get(jeu.code))
                wished[jeu.code] = jeu
            _check(wished)
            for _, text, jeu in read:
                session.add(self._added(session, jeu, text))
        return tuple(jeu.libelle for _, _, jeu in read if jeu.actif)

    def retirer(self, code: str) -> tuple[str, ...]:
        """Take back all that was brought in for a code: the shipped set counts again, if there is one.

        When it alone would leave a day without rules or give it two, the others brought in that follow it
        go back too, as they came together. Return the codes taken back.
        """
        label = "Jeu de règles livré remis" if code in self.livres() else "Jeu de règles retiré"
        with self._store.write(self._auteur, Step(label)) as session:
            codes = self._taken_back(session, code)
            for one in session.scalars(select(JeuRegles).where(JeuRegles.code.in_(codes))):
                session.delete(one)
        return codes

    def _taken_back(self, session: Session, code: str) -> tuple[str, ...]:
        """Return the code, with those that must go back with it; InputError when even so they do not fit."""
        now, livres = self._effective(session), self.livres()
        mine = now.get(code)
        together = {one.code for one in _last_added(session) if _is_beside(mine, now.get(one.code))}
        refused: InputError | None = None
        for codes in ({code}, {code, *together}):
            kept = {one: jeu for one, jeu in now.items() if one not in codes}
            try:
                _check(kept | {one: livres[one] for one in codes if one in livres})
            except InputError as error:
                refused = refused or error
            else:
                return tuple(sorted(codes))
        raise refused or InputError(_GONE)

    def appliquer(self, code: str, *, actif: bool) -> None:
        """Let a local set count, or set it aside; InputError for a national one."""
        label = "Jeu de règles local appliqué" if actif else "Jeu de règles local mis de côté"
        with self._store.write(self._auteur, Step(label)) as session:
            jeu = self._effective(session).get(code)
            if jeu is None or not jeu.local:
                raise InputError("Seul un jeu de règles local peut être mis de côté.")
            text = _switched(self._text_of(session, code), actif=actif)
            former = session.scalar(
                select(JeuRegles).where(JeuRegles.code == code, JeuRegles.version == jeu.version)
            )
            if former is not None:
                session.delete(former)
                session.flush()
            if text != self._textes.get(code):
                session.add(self._added(session, jeu, text))

    def exporter(self, code: str, path: Path) -> None:
        """Write the file of a set in force, to be changed and brought in again; OutputError."""
        with self._store.read() as session:
            text = self._text_of(session, code)
        write_document(path, text.encode())

    def _added(self, session: Session, jeu: JeuDeRegles, text: str) -> JeuRegles:
        """Return the record of a set brought in: after those of its code, were the clock put back."""
        last = session.scalar(select(func.max(JeuRegles.ajoute_le)).where(JeuRegles.code == jeu.code))
        now = self._store.now if last is None else max(self._store.now, last + timedelta(seconds=1))
        return JeuRegles(code=jeu.code, version=jeu.version, contenu=text, ajoute_le=now)

    def _text_of(self, session: Session, code: str) -> str:
        added = next((one.contenu for one in _last_added(session) if one.code == code), None)
        if added is None and code not in self.livres():
            raise InputError(_GONE)
        return self._textes[code] if added is None else added

    def _effective(self, session: Session) -> dict[str, JeuDeRegles]:
        """Return the sets by code; one that this version of the program cannot read is left out."""
        found = dict(self.livres())
        for one in _last_added(session):
            try:
                found[one.code] = read_jeu(one.contenu)
            except ValueError:
                continue
        return found


def _open_targets(session: Session) -> int:
    """Count the open arrears that were said, or once computed, to be of the local target."""
    still = or_(Impaye.issue.is_(None), Impaye.issue.not_in(ISSUES_CLOSES))
    return session.scalar(select(func.count()).where(Impaye.cible_locale.is_(True), still)) or 0


def _same_rules(text: str, other: str) -> bool:
    """Tell whether two texts differ at most by whether their set counts."""
    return set_active(text, actif=True) == set_active(other, actif=True)


def _is_beside(one: JeuDeRegles | None, other: JeuDeRegles | None) -> bool:
    """Tell whether the dates of two sets must follow one another; so must those of a set and itself."""
    if one is None or other is None:
        return False
    return one.domaine is other.domaine and not one.local and not other.local


def _last_added(session: Session) -> list[JeuRegles]:
    """Return the last added set of each code; an exchange of files keeps when, not the numbers of rows."""
    found = session.scalars(select(JeuRegles).order_by(JeuRegles.ajoute_le, JeuRegles.id))
    return list({one.code: one for one in found}.values())


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > 4 * LONGEST_FILE:
            raise InputError(f"« {path.name} » est trop gros pour un fichier de règles.")
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"« {path.name} » n'est pas lisible : enregistrez-le en UTF-8.") from error
    except OSError as error:
        raise InputError(f"« {path.name} » ne peut pas être lu : {reason_of(error)}.") from error


def _parse(path: Path, text: str) -> JeuDeRegles:
    try:
        return read_jeu(text)
    except ValueError as error:
        raise InputError(f"« {path.name} », {error}.") from error


def _switched(text: str, *, actif: bool) -> str:
    """Return the text of a local set that counts, or not; InputError when the file is written otherwise."""
    switched = set_active(text, actif=actif)
    try:
        done = read_jeu(switched).actif is actif
    except ValueError:
        done = False
    if not done:
        raise InputError("Ce fichier ne se laisse pas mettre de côté : écrivez-y « actif = false ».")
    return switched


def _refuse_twice(codes: list[tuple[Path, str]]) -> None:
    seen = set[str]()
    for path, code in codes:
        if code in seen:
            raise InputError(f"« {path.name} » : un autre fichier a le même code « {code} ».")
        seen.add(code)


def _check(wished: dict[str, JeuDeRegles]) -> None:
    try:
        check_together(tuple(wished.values()))
    except ValueError as error:
        raise InputError(f"Ces règles ne vont pas avec les autres : {error}.") from error


def _refuse_known(
    session: Session, path: Path, text: str, jeu: JeuDeRegles, former: JeuDeRegles | None
) -> None:
    """Refuse a version that is there already; an older one of the same text comes back."""
    known = session.scalar(
        select(JeuRegles).where(JeuRegles.code == jeu.code, JeuRegles.version == jeu.version)
    )
    if jeu == former:
        raise InputError(f"« {path.name} » : ces règles sont déjà en vigueur.")
    if known is None:
        return
    if known.contenu != text:
        raise InputError(
            f"« {path.name} » : la version « {jeu.version} » a déjà été ajoutée avec d'autres règles, "
            "changez « version »."
        )
    session.delete(known)
    session.flush()
