"""Sorts the lines of an extraction: new, known with another debt, settled since, or not to be taken."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.domain.dette import solde_au
from caseapp.domain.faits_dossier import ISSUES_CLOSES
from caseapp.domain.labels import format_date
from caseapp.domain.names import family_name
from caseapp.domain.text import fold
from caseapp.exchange.watch import Watch
from caseapp.models import Famille, Impaye, Situation
from caseapp.services.campagne_rapprochement import Rapprochement, Rapprocheur
from caseapp.services.extraction_impayes_colonnes import ImpayeLigne
from caseapp.services.extraction_impayes_rows import Etat, Extrait, LigneApercu
from caseapp.services.impayes_faits import mouvements_du
from caseapp.services.impayes_faits_lecture import ouverts, read_lus

_I, _F, _S = Impaye.__table__.c, Famille.__table__.c, Situation.__table__.c
_BATCH = 900
_UNKNOWN = "aucune famille ne correspond ; créez-la d'abord, elle n'est jamais créée d'ici"
_NOTHING_OWED = "rien n'est dû, et aucun dossier n'est ouvert"
_SEVERAL = "plusieurs dossiers ouverts de cette famille : la référence du bailleur dirait lequel"


class Classement:
    """Compares an extraction with the store on the day `jour` that it tells the debts of."""

    def __init__(self, session: Session, extrait: Extrait, jour: date, watch: Watch) -> None:
        self._jour, self._watch, self._lignes = jour, watch, extrait.lignes
        watch.total = len(extrait.lignes)
        self._matcher = Rapprocheur(session, [one.personne for one in extrait.lignes], watch)
        lus = read_lus(session, jour, None)
        self._open: dict[int, list[Any]] = defaultdict(list)
        self._debts: dict[int, int | None] = {}
        for row in lus.impayes:
            self._open[row.famille_id].append(row)
            movements = mouvements_du(row.dette, row.date_signalement, lus.mouvements.get(row.id, ()))
            self._debts[row.id] = solde_au(movements, jour)[0] if movements else None
        closed = select(_I.famille_id, _I.bailleur, _I.date_signalement, _I.date_issue)
        self._closed: dict[int, list[Any]] = defaultdict(list)
        for one in session.execute(closed.where(_I.issue.in_(ISSUES_CLOSES))).all():
            self._closed[one.famille_id].append(one)
        self._session = session
        self._seen: set[int] = set()
        self._first: dict[object, int] = {}
        self._taken: dict[int, ImpayeLigne] = {}
        self._new: dict[int, list[ImpayeLigne]] = defaultdict(list)

    def lignes(self) -> tuple[LigneApercu, ...]:
        """Return every line, then the open files of the same scope that none names."""
        found = []
        for rank, one in enumerate(self._lignes):
            if rank % 100 == 0:
                self._watch.report(rank, "Recherche des familles connues")
            found.append(self._ligne(one))
        aids = self._aids([one for one in found if one.etat is Etat.NOUVELLE])
        return (*(_with_aid(one, aids) for one in found), *self._absent())

    def _ligne(self, lue: ImpayeLigne) -> LigneApercu:
        name = _name(lue)
        match = None if lue.personne.refus else self._matcher.find(lue.personne)
        if lue.refus:
            if match is not None:  # its files are named, though nothing can be taken of the line
                self._seen.update(row.id for row in self._open.get(match.famille.identite.id or 0, ()))
            return LigneApercu(lue.ligne, Etat.REFUSEE, name, lue.refus, lue=lue)
        if match is None:
            return LigneApercu(lue.ligne, Etat.INCONNUE, name, _UNKNOWN, lue=lue)
        famille_id = match.famille.identite.id or 0
        files = self._open.get(famille_id, [])
        if not match.is_taken:
            self._seen.update(row.id for row in files)
            return self._placed(lue, match, Etat.A_VERIFIER)
        key = famille_id, fold(lue.bailleur or ""), fold(lue.reference_bailleur or "")
        first = self._first.setdefault(key, lue.ligne)
        if first != lue.ligne:
            return LigneApercu(lue.ligne, Etat.DOUBLE, name, f"même dossier que la ligne {first}", lue=lue)
        return self._placed(lue, match, None)

    def _placed(self, lue: ImpayeLigne, match: Rapprochement, forced: Etat | None) -> LigneApercu:
        """Say which file of the family the line is about, or that it makes a new one."""
        famille_id, name = match.famille.identite.id or 0, match.famille.nom
        said = ", ".join((*match.raisons, *match.famille.notices))
        files = _about(lue, self._open.get(famille_id, []))
        if len(files) > 1:
            self._seen.update(row.id for row in files)
            return LigneApercu(lue.ligne, Etat.A_VERIFIER, name, _SEVERAL, lue=lue)
        if not files:
            closed = self._closed_since(lue, famille_id)
            if closed is not None:
                return LigneApercu(lue.ligne, Etat.CLOSE, name, closed, famille_id, lue=lue)
            return self._new_file(lue, LigneApercu(
                lue.ligne, forced or Etat.NOUVELLE, name, said, famille_id, lue=lue, apres=lue.dette
            ))  # fmt: skip
        ident = files[0].id
        self._seen.add(ident)
        taken = lue if forced else self._taken.setdefault(ident, lue)
        if taken is not lue:
            return _second(lue, taken, name, famille_id)
        before = self._debts[ident]
        if self._jour < files[0].date_signalement:
            late = f"signalé le {format_date(files[0].date_signalement)}, après l'extraction"
            return LigneApercu(lue.ligne, Etat.INCHANGEE, name, late, famille_id, ident, lue, before, before)
        same = before == lue.dette
        etat = Etat.INCHANGEE if same else forced or Etat.CHANGEE
        told = "même dette" if same else said
        return LigneApercu(lue.ligne, etat, name, told, famille_id, ident, lue, before, lue.dette)

    def _new_file(self, lue: ImpayeLigne, placed: LigneApercu) -> LigneApercu:
        """Propose a new file, unless nothing is owed or a line before may be about the same."""
        if not lue.dette:
            return LigneApercu(lue.ligne, Etat.REFUSEE, placed.nom, _NOTHING_OWED, lue=lue)
        others = self._new[placed.famille_id or 0]
        before = next((one for one in others if _may_be_same(one, lue)), None)
        others.append(lue)
        if before is None:
            return placed
        said = f"peut-être le même dossier que la ligne {before.ligne}"
        return replace(placed, etat=Etat.A_VERIFIER, explication=said)

    def _closed_since(self, lue: ImpayeLigne, famille_id: int) -> str | None:
        """Return why a line tells of a file that is closed: reported that day, or closed since."""
        for row in self._closed.get(famille_id, ()):
            if lue.date_signalement is None:
                same = row.date_issue is not None and row.date_issue >= self._jour
            else:
                same = row.date_signalement == lue.date_signalement
            if same and _same_landlord(lue.bailleur, row.bailleur):
                return "dossier clos" + (f" le {format_date(row.date_issue)}" if row.date_issue else "")
        return None

    def _absent(self) -> Iterator[LigneApercu]:
        """Give the open files that the extraction would name: of its landlords and its housing aids."""
        read = [one for one in self._lignes if not one.personne.refus]
        landlords = {fold(one.bailleur or "") for one in read}
        aids = {one.aide_logement for one in read}
        wanted = [
            row
            for rows in self._open.values()
            for row in rows
            if row.id not in self._seen
            and row.date_signalement <= self._jour
            and ("" in landlords or fold(row.bailleur or "") in landlords)
            and (None in aids or row.aide_logement in aids)
        ]
        names = self._names()
        for row in sorted(wanted, key=lambda row: fold(names[row.famille_id])) if read else ():
            debt = self._debts[row.id]
            said, etat = f"dossier ouvert depuis le {format_date(row.date_signalement)}", Etat.ABSENTE
            if row.date_issue is not None and row.date_issue > self._jour:
                said = f"son issue, du {format_date(row.date_issue)}, est plus récente que l'extraction"
                etat = Etat.INCHANGEE
            yield LigneApercu(
                -row.id, etat, names[row.famille_id], said, row.famille_id, row.id, None, debt,
                0 if etat is Etat.ABSENTE else debt,
            )  # fmt: skip

    def _names(self) -> dict[int, str]:
        statement = select(_F.id, _F.nom, _F.prenom).join(_I.id.table, _I.famille_id == _F.id)
        rows = self._session.execute(statement.where(ouverts(self._jour)).distinct())
        return {ident: family_name(nom, prenom) for ident, nom, prenom in rows}

    def _aids(self, lignes: Sequence[LigneApercu]) -> dict[int, str]:
        """Return the housing aid of the families whose line does not tell it, in force that day."""
        wanted = sorted({
            one.famille_id for one in lignes if one.famille_id and one.lue and not one.lue.aide_logement
        })  # fmt: skip
        found: dict[int, str] = {}
        for start in range(0, len(wanted), _BATCH):
            statement = select(_S.famille_id, _S.aide_logement).where(
                _S.famille_id.in_(wanted[start : start + _BATCH]), _S.date_effet <= self._jour
            )
            rows = self._session.execute(statement.order_by(_S.date_effet))
            found |= {famille_id: aid for famille_id, aid in rows if aid is not None}
        return found


def _with_aid(one: LigneApercu, aids: dict[int, str]) -> LigneApercu:
    """Refuse a new file without a housing aid; take that of the family when the line tells none."""
    lue = one.lue
    if one.etat is not Etat.NOUVELLE or lue is None or lue.aide_logement:
        return one
    aid = aids.get(one.famille_id or 0)
    if aid is None:
        why = "aide au logement : ni dans le fichier, ni dans la situation de la famille"
        return LigneApercu(one.cle, Etat.REFUSEE, one.nom, why, lue=lue)
    return LigneApercu(
        one.cle,
        one.etat,
        one.nom,
        one.explication,
        one.famille_id,
        lue=replace(lue, aide_logement=aid),
        apres=one.apres,
    )


def _about(lue: ImpayeLigne, files: Sequence[Any]) -> list[Any]:
    """Return the open files of the family that a line may be about."""
    wanted = fold(lue.reference_bailleur or "")
    if wanted:
        named = [row for row in files if wanted in {fold(row.reference_bailleur or ""), fold(row.reference)}]
        if named:
            return named
        files = [row for row in files if not row.reference_bailleur]
    return [row for row in files if _same_landlord(lue.bailleur, row.bailleur)]


def _second(lue: ImpayeLigne, taken: ImpayeLigne, name: str, famille_id: int) -> LigneApercu:
    """Say what a line is when one before it is about the only open file that it could be about."""
    if _same_landlord(lue.bailleur, taken.bailleur) or not lue.dette:
        return LigneApercu(lue.ligne, Etat.DOUBLE, name, f"même dossier que la ligne {taken.ligne}", lue=lue)
    said = f"le dossier ouvert est celui de la ligne {taken.ligne} : cochez s'il y en a un second"
    return LigneApercu(lue.ligne, Etat.A_VERIFIER, name, said, famille_id, lue=lue, apres=lue.dette)


def _may_be_same(one: ImpayeLigne, other: ImpayeLigne) -> bool:
    """Tell whether two lines of a family may be about one file: nothing known tells them apart."""
    mine, theirs = one.reference_bailleur, other.reference_bailleur
    apart = mine and theirs and fold(mine) != fold(theirs)
    return not apart and _same_landlord(one.bailleur, other.bailleur)


def _same_landlord(one: str | None, other: str | None) -> bool:
    """Tell whether two landlords may be the same; one that is not known may be any."""
    return not one or not other or fold(one) == fold(other)


def _name(lue: ImpayeLigne) -> str:
    personne = lue.personne
    if personne.nom:
        return family_name(personne.nom, personne.prenom)
    return f"n° {personne.matricule}" if personne.matricule else ""
