"""The facts of the financial aids of a family: requests, decisions, payments, repayments, remissions."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from caseapp.domain.financement import granted_words
from caseapp.domain.labels import format_cents
from caseapp.domain.moments import local_day
from caseapp.domain.nomenclature import Forme
from caseapp.models import Aide, Ajournement, MouvementPret, Paiement, Rectification, TypeAide
from caseapp.services.fil_faits import Fait, FaitKind, Labels, sentence

_PAID = {Forme.SUBVENTION: "Subvention versée", Forme.PRET: "Prêt versé"}


class AidFactsReader:
    """Reads those of one family; a fact opens its aid, what follows the decision opens its payments."""

    def __init__(self, session: Session, famille_id: int, labels: Labels) -> None:
        self._session, self._famille_id = session, famille_id
        self._lower = labels.lower

    def faits(self) -> Iterator[Fait]:
        """Yield every fact, in any order."""
        yield from self._aides()
        yield from self._ajournements()
        yield from self._rectifications()
        yield from self._paiements()
        yield from self._mouvements()

    def _of_family(self, mapped: type[Any]) -> Select[Any]:
        """Begin a statement over what belongs to aids: the record, its aid's key, reference and wording."""
        statement: Select[Any] = select(mapped, Aide.id, Aide.reference, TypeAide.libelle)
        return (
            statement.join(Aide, Aide.id == mapped.aide_id)
            .join(TypeAide, TypeAide.id == Aide.type_aide_id)
            .where(Aide.famille_id == self._famille_id)
        )

    def _aides(self) -> Iterator[Fait]:
        statement = (
            select(Aide, TypeAide.libelle)
            .join(TypeAide, TypeAide.id == Aide.type_aide_id)
            .where(Aide.famille_id == self._famille_id)
        )
        for one, libelle in self._session.execute(statement):
            asked = "" if one.montant_demande is None else f"{format_cents(one.montant_demande)} demandés"
            demandeur = self._lower("demandeur", one.demandeur)
            yield Fait(
                one.date_demande, FaitKind.AIDE, "Aide urgente demandée" if one.urgente else "Aide demandée",
                sentence(libelle, asked, one.objet), f"demandeur : {demandeur}" if demandeur else "",
                None, one.reference, Aide.__tablename__, one.id,
            )  # fmt: skip
            if one.date_decision is not None:
                why = self._lower("motif_refus", one.motif_refus)
                granted = granted_words("", one.montant_subvention, one.montant_pret)
                yield Fait(
                    one.date_decision, FaitKind.AIDE,
                    f"Aide : {self._lower('decision', one.decision) or 'décision'}",
                    sentence(libelle, granted, why), "", None, one.reference,
                    Aide.__tablename__, one.id,
                )  # fmt: skip

    def _ajournements(self) -> Iterator[Fait]:
        for one, ident, reference, libelle in self._session.execute(self._of_family(Ajournement)):
            yield Fait(
                one.date, FaitKind.AIDE, "Aide ajournée", sentence(libelle, one.motif), "", None, reference,
                Aide.__tablename__, ident,
            )  # fmt: skip

    def _rectifications(self) -> Iterator[Fait]:
        for one, ident, reference, libelle in self._session.execute(self._of_family(Rectification)):
            yield Fait(
                local_day(one.moment), FaitKind.AIDE, "Décision rectifiée", sentence(libelle, one.motif), "",
                None, reference, Aide.__tablename__, ident,
            )  # fmt: skip

    def _paiements(self) -> Iterator[Fait]:
        """Tell what was paid, what came back, what was given up; what is only planned is no fact yet."""
        for one, ident, reference, libelle in self._session.execute(self._of_family(Paiement)):
            amount = format_cents(one.montant)
            for day, titre, detail in (
                (one.date_versement, _PAID[Forme(one.forme)], sentence(libelle, amount, _to(one))),
                (one.date_retour, "Versement revenu", sentence(libelle, amount, one.motif)),
                (one.date_annulation, "Paiement annulé", sentence(libelle, amount, one.motif)),
            ):
                if day is not None:
                    yield Fait(
                        day, FaitKind.AIDE, titre, detail, "", None, reference, Paiement.__tablename__, ident
                    )

    def _mouvements(self) -> Iterator[Fait]:
        for one, ident, reference, libelle in self._session.execute(self._of_family(MouvementPret)):
            yield Fait(
                one.date, FaitKind.AIDE, f"Prêt : {self._lower('mouvement_pret', one.type)}",
                sentence(libelle, format_cents(one.montant), one.motif), "", None, reference,
                Paiement.__tablename__, ident,
            )  # fmt: skip


def _to(one: Paiement) -> str:
    return f"à {one.tiers}" if one.tiers else ""
