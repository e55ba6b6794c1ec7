"""What the fields of a request do to one another: documents of the aid, part of the family, remarks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QCheckBox, QWidget

from caseapp.domain.financement import gap_sentence, proposed_share
from caseapp.domain.jours_ouvres import DELAI_URGENT, DELAI_URGENT_NON_ALLOCATAIRE
from caseapp.domain.labels import format_date
from caseapp.services.demandes import Apercu
from caseapp.services.demandes_lignes import AideOfferte, AidesOffertes, DemandeSaisie, FamilleDemande
from caseapp.services.jours_feries import echeance_urgente
from caseapp.services.perimetre import Choice
from caseapp.ui.context import UiContext
from caseapp.ui.forms import Form
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.pages.demandes_champs import DOCUMENTS, FUNDERS, PARTENAIRE
from caseapp.ui.pages.demandes_valeurs import known_values, saisie_of
from caseapp.ui.pages.demandes_words import preview_sentences
from caseapp.ui.pages.familles_suivi_choix import search
from caseapp.ui.plain_text import button_text

_PAUSE = 250
"""Milliseconds without typing before the règlement is asked."""
_FUNDED = {"cout", "montant_demande", *(f"montant_{rank}" for rank in range(1, FUNDERS + 1)),
           *(f"etat_{rank}" for rank in range(1, FUNDERS + 1))}  # fmt: skip
_COMPARED = {
    "famille", "aide", "date_demande", "montant_demande", "cout", "quantite", "quotient_familial", "mois_qf",
    "date_projet",
}  # fmt: skip
_NOTHING = Apercu((), (), ())
Preview = Callable[[DemandeSaisie], Apercu]


class AideSearch:
    """Looks for an aid among those of the year of the request; called in a worker."""

    def __init__(self, offertes: Callable[[int], AidesOffertes], known: AidesOffertes) -> None:
        self._offertes, self._years = offertes, {known.annee: known}
        self.annee = known.annee

    def __call__(self, text: str) -> tuple[Choice, ...]:
        """Return the aids that hold every word typed."""
        return search([Choice(str(one.type_aide_id), one.libelle) for one in self._offered()], text)

    def find(self, type_aide_id: int) -> AideOfferte | None:
        """Return an aid offered, None for one of another year."""
        return next((one for one in self._offered() if one.type_aide_id == type_aide_id), None)

    def _offered(self) -> tuple[AideOfferte, ...]:
        annee = self.annee
        if annee not in self._years:
            self._years[annee] = self._offertes(annee)
        return self._years[annee].aides


@dataclass(frozen=True, slots=True)
class Known:
    """What a sheet knows before it is shown; `preview` is called in a worker."""

    aides: AideSearch
    preview: Preview
    today: date
    about: FamilleDemande | None
    jour: date
    """The day on which `about` is what is known of the family."""


class DemandeWiring(QObject):
    """Follows one form, of which it is a child."""

    def __init__(self, form: Form, context: UiContext, known: Known) -> None:
        super().__init__(form)
        self._form, self._known = form, known
        self.about, self.jour = known.about, known.jour
        self.pieces: tuple[str, ...] = ()
        self._share: int | None = None
        self._asking, self._finding = (LatestTask(context.tasks, self) for _ in range(2))
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE)
        self._timer.timeout.connect(self._compare)
        form.changed.connect(self._changed)
        self._hide_documents()
        self._show_partner()
        self._show_funders()

    @property
    def famille_id(self) -> int | None:
        """The family known, or chosen in the form."""
        if "famille" in self._form.boxes:
            key = self._form.value("famille")
            return None if key is None else int(str(key))
        return None if self.about is None else int(self.about.famille.key)

    def is_known(self, famille_id: int | None, jour: date) -> bool:
        """Tell whether what is known is of that family on that day."""
        known = None if self.about is None else int(self.about.famille.key)
        return (known, self.jour) == (famille_id, jour)

    def know(self, about: FamilleDemande, jour: date) -> None:
        """Offer what the family has; what was proposed and not changed follows what is known on the day."""
        former = known_values(self.about, self._known.today)
        self.about, self.jour = about, jour
        self._form.set_choices("intervention", about.interventions)
        if "rendez_vous" in self._form.boxes:
            self._form.set_choices("rendez_vous", about.rendez_vous)
        for key, value in known_values(about, self._known.today).items():
            if self._form.value(key) == former.get(key):
                self._form.editor(key).set_value(value)
        self._say_deadline()

    def _changed(self, key: str) -> None:
        if key == "demandeur":
            self._show_partner()
        elif key in {"urgente", "date_demande"}:
            self._say_deadline()
        if key == "date_demande":
            day = self._form.value("date_demande")
            aides = self._known.aides
            aides.annee = day.year if isinstance(day, date) else aides.annee
        if key in {"aide", "date_demande"}:
            self._find_documents()
        if key.startswith(("financeur_", "montant_")):
            self._show_funders()
        if key in _FUNDED:
            self._propose_share()
        if key in _FUNDED or key == "reste_a_charge":
            self._say_gap()
        if key in _COMPARED:
            self._timer.start()

    def _show_partner(self) -> None:
        self._form.set_visible("partenaire", shown=self._form.value("demandeur") == PARTENAIRE)

    def _say_deadline(self) -> None:
        day, urgent = self._form.value("date_demande"), self._form.value("urgente")
        said = ""
        if urgent and isinstance(day, date):
            known = self.about is None or self.about.allocataire
            due = echeance_urgente(day, allocataire=known)
            days = DELAI_URGENT if known else DELAI_URGENT_NON_ALLOCATAIRE
            said = f"À décider le {format_date(due)} au plus tard : {days} jours ouvrés."
        self._form.boxes["urgente"].set_hint(said)

    # --- Documents ---

    def _find_documents(self) -> None:
        key = self._form.value("aide")
        if key is None:
            self._show_documents(None)
        else:
            work = partial(self._known.aides.find, int(str(key)))
            self._finding.ask(work, self._show_documents, lambda _: None)

    def _hide_documents(self) -> None:
        for key in self._form.boxes:
            if key.startswith("piece_"):
                self._form.set_visible(key, shown=False)

    def _show_documents(self, aide: AideOfferte | None) -> None:
        """Name the boxes after the documents of the aid; a box that changes its document is emptied."""
        former, pieces = self.pieces, () if aide is None else aide.pieces[:DOCUMENTS]
        self.pieces = tuple(label for label, _compulsory in pieces)
        self._hide_documents()
        for rank, (label, compulsory) in enumerate(pieces, 1):
            if f"piece_{rank}" in self._form.boxes:
                editor = self._form.editor(f"piece_{rank}")
                if former[rank - 1 : rank] not in {(), (label,)}:
                    editor.set_value(value=False)
                _name_box(editor.widget, label, compulsory=compulsory)
                self._form.set_visible(f"piece_{rank}", shown=True)
        unite = "" if aide is None or not aide.unite else f"Nombre : {aide.unite}."
        self._form.boxes["quantite"].set_hint(unite)

    # --- Who pays ---

    def _show_funders(self) -> None:
        """Show those that are filled, and an empty line after them."""
        shown = True
        for rank in range(1, FUNDERS + 1):
            raw = [self._form.editor(f"{part}_{rank}").raw() for part in ("financeur", "montant")]
            for part in ("financeur", "montant", "etat"):
                self._form.set_visible(f"{part}_{rank}", shown=shown or any(raw))
            shown = any(raw)

    def _cents(self, key: str) -> int | None:
        value = self._form.value(key)
        return value if isinstance(value, int) else None

    def _others(self) -> Sequence[int]:
        ranks = range(1, FUNDERS + 1)
        return [self._cents(f"montant_{n}") or 0 for n in ranks if self._form.value(f"etat_{n}") != "refuse"]

    def _propose_share(self) -> None:
        """Fill what the family pays, unless something else was typed there."""
        editor, typed = self._form.editor("reste_a_charge"), self._cents("reste_a_charge")
        untouched = not editor.raw() or (self._share is not None and typed == self._share)
        if untouched:
            self._share = proposed_share(self._cents("cout"), self._cents("montant_demande"), self._others())
            if typed != self._share:
                editor.set_value(self._share)

    def _say_gap(self) -> None:
        said = gap_sentence(
            self._cents("cout"), self._cents("montant_demande"), self._others(), self._cents("reste_a_charge")
        )
        self._form.boxes["reste_a_charge"].set_hint(said)

    # --- What the règlement says ---

    def _compare(self) -> None:
        values: dict[str, Any] = {key: self._form.value(key) for key in self._form.boxes}
        saisie = saisie_of(values, self.famille_id)
        if saisie.famille_id is None or saisie.type_aide_id is None:
            self._say_preview(_NOTHING)
            return
        work = partial(self._known.preview, saisie)
        self._asking.ask(work, self._say_preview, lambda _: self._say_preview(_NOTHING))

    def _say_preview(self, apercu: Apercu) -> None:
        self._form.boxes["aide"].set_hint("\n".join(preview_sentences(apercu.en_double, apercu.constats)))


def _name_box(box: QWidget, label: str, *, compulsory: bool) -> None:
    words = f"Pièce reçue : {label}{'' if compulsory else ' (facultative)'}"
    if isinstance(box, QCheckBox):
        box.setText(button_text(words))
    box.setAccessibleName(words)
