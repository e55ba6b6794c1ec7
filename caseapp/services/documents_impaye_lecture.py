"""Arrears files read for a meeting: of each one, only what its sheet is made of."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from caseapp.domain.communes import CommuneDirectory
from caseapp.domain.constitution import Bail, net
from caseapp.domain.etapes_impaye import Etape, etape
from caseapp.domain.faits_dossier import ACTEURS
from caseapp.domain.jeu_de_regles import Domaine, JeuDeRegles
from caseapp.domain.labels import plural
from caseapp.domain.periods import add_months
from caseapp.models import Famille, Logement, Occupation, Situation
from caseapp.reports.impaye import (
    BailPapier,
    ConstitutionPapier,
    EcheancePapier,
    FichePapier,
    LogementPapier,
    MenagePapier,
    MouvementPapier,
    PlanPapier,
    Reunion,
)
from caseapp.services.dossiers_rows import CleEcheance, DossierCalcule, EcheanceSuivie
from caseapp.services.echeances_suites import read_suites
from caseapp.services.fil_faits import Labels, sentence
from caseapp.services.impayes_faits import read_calcules
from caseapp.services.impayes_rows import ImpayeSaisie, ImpayeVue
from caseapp.services.impayes_vue import read_dossier

_ACCESSION = "accession"
_MONTHS = 12
"""Months of the curve of a debt."""


class LecteurFiches:
    """Reads the files of one meeting, as they stand on a day, in the order asked."""

    def __init__(
        self, session: Session, communes: CommuneDirectory, jeux: Sequence[JeuDeRegles], today: date
    ) -> None:
        self._session, self._communes, self._jeux, self._today = session, communes, jeux, today
        self._labels = Labels(session)

    def read(self, ids: Sequence[int], genre: Reunion) -> Iterator[tuple[Famille, FichePapier]]:
        """Give each file with its family; InputError at the first one that is gone."""
        calcules = {one.id: one for one in read_calcules(self._session, self._jeux, self._today, ids)}
        suites = read_suites(self._session, Domaine.IMPAYES, ids)
        for ident in ids:
            vue = read_dossier(self._session, ident, self._jeux, self._today)
            famille = self._session.get_one(Famille, vue.famille_id)
            dossier = calcules[ident]
            followed = [
                EcheanceSuivie(
                    dossier,
                    one,
                    suites.get(CleEcheance(Domaine.IMPAYES, ident, one.regle.code, one.depuis)),
                    "",
                )
                for one in dossier.echeances
            ]
            yield famille, self._fiche(vue, famille, dossier, followed, genre)

    def _fiche(
        self,
        vue: ImpayeVue,
        famille: Famille,
        dossier: DossierCalcule,
        suivies: Sequence[EcheanceSuivie],
        genre: Reunion,
    ) -> FichePapier:
        number = famille.matricule
        named = f"{vue.famille}, n°\u00a0{number}" if number else f"{vue.famille}, non allocataire"
        bail = _bail(vue.saisie)
        return FichePapier(
            named, number or famille.reference, vue.agent, _stage(dossier),
            vue.etat, vue.saisie.date_signalement or self._today, vue.saisie.premier_impaye, vue.dette,
            self._menage(vue), self._logement(vue, famille, genre),
            BailPapier(
                vue.saisie.secteur == _ACCESSION, bail.loyer, bail.charges, bail.aide, bail.tiers_payant,
                net(bail), vue.demi_loyer,
            ),
            tuple(
                MouvementPapier(one.date, one.libelle, one.montant, one.dette)
                for one in vue.mouvements
                if one.date <= self._today
            ),
            tuple(self._curve(vue)), _constitution(vue),
            tuple((one.date, one.libelle) for one in vue.faits),
            (
                ("Administratif", vue.intervention(vue.administratif)),
                ("Social", vue.intervention(vue.social)),
            ),
            tuple(PlanPapier(one.libelle, one.suivi) for one in vue.plans),
            tuple(self._deadlines(suivies)),
        )  # fmt: skip

    def _menage(self, vue: ImpayeVue) -> MenagePapier:
        statement = select(Situation).where(
            Situation.famille_id == vue.famille_id, Situation.date_effet <= self._today
        )
        situation = self._session.scalars(statement.order_by(Situation.date_effet.desc()).limit(1)).first()
        qf = None if situation is None else situation.quotient_familial
        since = situation.date_effet if situation is not None and qf is not None else None
        return MenagePapier(self._composition(situation), qf, since, vue.aide)

    def _composition(self, situation: Situation | None) -> str:
        if situation is None:
            return ""
        children = situation.nombre_enfants
        return sentence(
            self._labels.label("composition", situation.composition),
            plural(children, "enfant") if children else "",
        )

    def _logement(self, vue: ImpayeVue, famille: Famille, genre: Reunion) -> LogementPapier:
        """Return where the family lives; the address for the Ccapex alone, never that of a protected one."""
        stay, home = self._home(vue.famille_id)
        hidden = bool(famille.protection)
        code = famille.code_commune if home is None else home.code_commune or famille.code_commune
        address = home is not None and genre is Reunion.CCAPEX and not hidden
        bailleur = vue.saisie.bailleur or (home.bailleur if home is not None else None)
        return LogementPapier(
            "" if home is None else self._labels.label("type_logement", home.type),
            None if home is None else home.surface,
            "" if stay is None else self._labels.label("statut_occupation", stay.statut),
            None if stay is None else stay.date_entree,
            home.adresse if home is not None and address else "",
            "masquée" if hidden else self._communes.name(code) if code else "",
            bailleur or "",
            vue.saisie.reference_bailleur or "",
        )

    def _home(self, famille_id: int) -> tuple[Occupation | None, Logement | None]:
        """Return the dwelling lived in on the day, the last one entered when there are several."""
        statement = (
            select(Occupation, Logement)
            .join(Logement, Logement.id == Occupation.logement_id)
            .where(
                Occupation.famille_id == famille_id,
                or_(Occupation.date_sortie.is_(None), Occupation.date_sortie > self._today),
                or_(Occupation.date_entree.is_(None), Occupation.date_entree <= self._today),
            )
            .order_by(Occupation.date_entree.is_(None), Occupation.date_entree.desc(), Occupation.id.desc())
            .limit(1)
        )
        found = self._session.execute(statement).first()
        return (None, None) if found is None else (found[0], found[1])

    def _curve(self, vue: ImpayeVue) -> Iterator[tuple[date, int]]:
        """Give what was owed at the end of each of the last months, then on the day."""
        known = [one for one in vue.mouvements if one.date <= self._today]
        if not known:
            return
        first = add_months(self._today.replace(day=1), 1 - _MONTHS)
        start = max(first, known[0].date.replace(day=1))
        while start <= self._today:
            end = min(self._today, add_months(start, 1) - timedelta(days=1))
            yield end, [one.dette for one in known if one.date <= end][-1]
            start = add_months(start, 1)

    def _deadlines(self, suivies: Sequence[EcheanceSuivie]) -> Iterator[EcheancePapier]:
        pending = [one for one in suivies if one.fait_le is None]
        for one in sorted(pending, key=lambda one: (one.jour, one.echeance.regle.code)):
            regle = one.echeance.regle
            acteur = ACTEURS.get(regle.acteur, regle.acteur)
            yield EcheancePapier(
                one.jour, regle.libelle, acteur, regle.article, one.est_en_retard(self._today),
                one.attend(self._today), regle.incertain,
            )  # fmt: skip


def _stage(dossier: DossierCalcule) -> str:
    """Return the column of the board where the file stands."""
    found = etape(dossier.dossier.faits, dossier.dossier.attributs)
    return "Signalé" if found is Etape.SIGNALE else found.value


def _bail(saisie: ImpayeSaisie) -> Bail:
    return Bail(saisie.loyer, saisie.charges, saisie.montant_aide, saisie.tiers_payant, saisie.secteur)


def _constitution(vue: ImpayeVue) -> ConstitutionPapier:
    found = vue.constitution
    return ConstitutionPapier(
        found.retenue, found.calculee, found.motif is not None, found.phrase, found.jeu, found.article,
        found.avertissement,
    )  # fmt: skip
