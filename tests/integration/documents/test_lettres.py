"""Letters of a real session: which are made, what they say, what is dated, what is never overwritten."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from commission_store import KEY, SITTING, CommissionFinder
from documents_store import CANARIES, COMMUNES, close, decide_all, exports, fill_documents, pay_and_lend, said
from docx import Document
from sqlalchemy import select
from stores import AUTEUR, new_store

from caseapp.errors import FieldError, InputError, OutputError
from caseapp.models import Aide, Famille, ModeleLettre
from caseapp.services.historique import HistoriqueService
from caseapp.services.lettres import STOPPED, LettreService
from caseapp.services.lettres_envoi import (
    DOCX,
    NO_ADDRESS,
    NO_LETTER,
    NO_REASON,
    PDF,
    PROTECTED,
    PROTECTED_COMMUNE,
    PROTECTED_NAME,
    Envoi,
    file_names,
)
from caseapp.services.lettres_modeles import shipped
from caseapp.store import Store

TODAY = date(2026, 11, 26)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = new_store(tmp_path_factory.mktemp("lettres"), KEY)
    fill_documents(store)
    close(store, decide_all(store))
    pay_and_lend(store)
    store.close()
    return store.path


@pytest.fixture
def lettres(store: Store) -> LettreService:
    return LettreService(store, AUTEUR, COMMUNES)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "lettres").mkdir()
    return tmp_path / "lettres"


def change(store: Store, mapped: type[Aide] | type[Famille], key: str, **values: object) -> None:
    with store.write(AUTEUR) as session:
        one = session.scalars(select(mapped).where(mapped.reference == key)).one()
        for name, value in values.items():
            setattr(one, name, value)


def envoi(
    find: CommissionFinder,
    folder: Path,
    *references: str,
    code: str | None = None,
    formats: tuple[str, ...] = (PDF,),
) -> Envoi:
    ids = tuple(map(find.aide, references))
    return Envoi(ids, formats, folder, TODAY, code, find.seance("S1"))


def text_of(path: Path) -> str:
    return "\n".join(one.text for one in Document(str(path)).paragraphs)


# --- Which letters ---


def test_each_decision_of_the_session_has_its_letter_and_a_notice_must_be_ticked(
    lettres: LettreService, store: Store, find: CommissionFinder
) -> None:
    change(store, Famille, "F3", ne_pas_ecrire=True)
    change(store, Famille, "F4", adresse=None)
    found = {one.reference: one for one in lettres.of_session(find.seance("S1"))}
    assert {key: one.modele.code for key, one in found.items()} == {
        "A1": "accord", "A2": "accord_partiel", "A3": "refus", "A4": "ajournement",
    }  # fmt: skip
    assert {key: one.avertissements for key, one in found.items()} == {
        "A1": (), "A2": (PROTECTED,), "A3": (NO_LETTER,), "A4": (NO_ADDRESS,),
    }  # fmt: skip
    assert [key for key, one in found.items() if one.cochee] == ["A1", "A4"]
    assert [key for key, one in found.items() if one.une_a_une] == ["A2", "A3"]


def test_a_letter_that_lacks_a_word_says_which(
    lettres: LettreService, store: Store, find: CommissionFinder, folder: Path
) -> None:
    change(store, Aide, "A3", motif_refus=None)
    (one,) = lettres.of_aids([find.aide("A3")])
    assert (one.empechement, one.cochee) == ("À saisir d'abord : motif du refus.", False)
    assert lettres.write(envoi(find, folder, "A3")).lettres == 0
    assert list(folder.iterdir()) == []


def test_a_refusal_without_a_precise_reason_is_ticked_on_purpose(
    lettres: LettreService, store: Store, find: CommissionFinder
) -> None:
    def notices() -> tuple[str, ...]:
        (one,) = lettres.of_aids([find.aide("A3")])
        assert one.cochee is not bool(one.avertissements)
        return one.avertissements

    assert notices() == ()
    change(store, Aide, "A3", motif_refus="autre")
    assert notices() == (NO_REASON,)
    change(store, Aide, "A3", motif_decision="Le devis est payé.")
    assert notices() == ()
    change(store, Aide, "A3", motif_refus="qf_superieur", motif_decision=None)
    lettres.save_model("refus", "Refus", "Votre demande est refusée. {motif_decision}")
    assert notices() == (NO_REASON,)


def test_the_notices_of_a_protected_family_without_address_agree(
    lettres: LettreService, store: Store, find: CommissionFinder
) -> None:
    change(store, Famille, "F2", adresse=None)
    (one,) = lettres.of_aids([find.aide("A2")])
    assert one.avertissements == (PROTECTED_COMMUNE, NO_ADDRESS)
    change(store, Famille, "F2", code_commune=None)
    (one,) = lettres.of_aids([find.aide("A2")])
    assert one.avertissements == (PROTECTED_NAME, NO_ADDRESS)


def test_a_postponement_says_nothing_of_what_another_session_granted_since(
    lettres: LettreService, store: Store, find: CommissionFinder
) -> None:
    change(store, Aide, "A4", decision="accord", date_decision=TODAY, montant_subvention=35_000)
    lettres.save_model("ajournement", "Report", "Report à une autre séance.\n{subvention}")
    found = {one.reference: one for one in lettres.of_session(find.seance("S1"))}
    assert found["A4"].empechement == ""
    lettres.save_model("ajournement", "Report", "Report à une autre séance.\n{formes}")
    found = {one.reference: one for one in lettres.of_session(find.seance("S1"))}
    assert found["A4"].empechement == "À saisir d'abord : montants accordés, forme par forme."


def test_a_letter_to_pay_or_to_repay_concerns_only_those_who_have_it(
    lettres: LettreService, find: CommissionFinder
) -> None:
    for code in ("paiement_tiers", "echeancier_pret"):
        assert [one.reference for one in lettres.of_session(find.seance("S1"), code)] == ["A1"]


# --- What they say ---


def test_letters_say_the_decision_with_its_money_and_its_reason(
    lettres: LettreService, find: CommissionFinder, folder: Path
) -> None:
    made = lettres.write(envoi(find, folder, "A1", "A2", "A3", "A4", formats=(DOCX, PDF)))
    assert (made.lettres, made.fichiers, made.refus) == (4, 8, "")
    words = said(folder / "lettre A1 accord.pdf")
    for known in ("Caf des Landes", "Louise Lefèvre 1 rue des Lilas 40100 Dax", "Le 26 novembre 2026",
                  "Référence : A1", "Objet : Votre demande d'aide « Équipement ménager » : accord",
                  "Subvention : 320,00 € Prêt sans intérêt : 160,00 €"):  # fmt: skip
        assert known in words, known
    refusal = text_of(folder / "lettre A3 refus.docx")
    assert "pour le motif suivant\u00a0: quotient familial supérieur au plafond." in refusal
    put_off = text_of(folder / "lettre A4 ajournement.docx")
    assert "présentée à la séance du 24/11/2026" in put_off
    assert "Devis à revoir" in put_off
    for path in folder.glob("*.docx"):
        assert text_of(path).split() == said(path.with_suffix(".pdf")).split()


def test_payments_and_schedules_are_those_of_the_store(
    lettres: LettreService, find: CommissionFinder, folder: Path
) -> None:
    for code in ("paiement_tiers", "echeancier_pret"):
        lettres.write(envoi(find, folder, "A1", code=code, formats=(DOCX,)))
    paid = text_of(folder / "lettre A1 paiement_tiers.docx")
    assert "La Caf verse 320,00 € directement à Électro {Dax} & fils." in paid.replace("\u00a0", " ")
    loan = text_of(folder / "lettre A1 echeancier_pret.docx").replace("\u00a0", " ")
    assert "Un prêt sans intérêt de 160,00 €" in loan
    assert "en 2 échéances, aux dates suivantes :\n05/01/2027 : 80,00 €\n05/02/2027 : 80,00 €" in loan


# --- What is dated and traced ---


def test_decisions_are_dated_even_under_the_seal_and_one_undoing_takes_them_all_back(
    lettres: LettreService, store: Store, find: CommissionFinder, folder: Path
) -> None:
    lettres.write(envoi(find, folder, "A1", "A2", "A3", "A4"))
    dates = {key: find.read(key).date_notification for key in ("A1", "A2", "A3", "A4")}
    assert dates == {"A1": TODAY, "A2": TODAY, "A3": TODAY, "A4": None}
    (again, *_) = lettres.of_session(find.seance("S1"))
    assert (again.avertissements, again.cochee) == (("Déjà notifiée le 26/11/2026.",), False)
    history = HistoriqueService(store, AUTEUR)
    assert history.steps().annulables[-1].libelle == "3 lettres de notification faites"
    history.undo()
    assert find.read("A1").date_notification is None


def test_what_leaves_is_traced_and_no_name_is_in_the_names_of_files(
    lettres: LettreService, store: Store, find: CommissionFinder, folder: Path
) -> None:
    lettres.write(envoi(find, folder, "A1", "A2"))
    assert exports(store) == [
        ("aides", "lettre accord"),
        ("aides", "lettre accord_partiel"),
        ("familles", ""),
    ]
    names = " ".join(path.name for path in folder.iterdir())
    assert [one for one in CANARIES if one in names] == []


def test_references_that_a_disk_refuses_give_names_apart(
    lettres: LettreService, store: Store, find: CommissionFinder, folder: Path
) -> None:
    change(store, Aide, "A1", reference="../A:1")
    change(store, Aide, "A3", reference="…")
    aides = tuple(map(find.aide, ("../A:1", "…")))
    lettres.write(Envoi(aides, (PDF,), folder, TODAY))
    assert sorted(path.name for path in folder.iterdir()) == [
        f"lettre {aides[1]} refus.pdf", "lettre A-1 accord.pdf",
    ]  # fmt: skip
    (one,) = lettres.of_aids(aides[:1])
    twins = [replace(one, aide_id=rank, reference=name) for rank, name in enumerate(("A/1", "a 1", "A1"))]
    assert list(file_names(twins).values()) == [
        "lettre A-1 accord",
        "lettre a-1 accord 2",
        "lettre A1 accord",
    ]


# --- Stopping, disks ---


def test_stopped_on_the_way_it_keeps_what_is_written_and_says_so(
    lettres: LettreService, find: CommissionFinder, folder: Path
) -> None:
    steps: list[tuple[int, int]] = []
    made = lettres.write(
        envoi(find, folder, "A1", "A2", "A3"),
        lambda done, total, _phrase: steps.append((done, total)),
        lambda: len(steps) == 2,
    )
    assert (made.lettres, made.refus) == (2, STOPPED)
    assert steps == [(1, 3), (2, 3)]
    assert find.read("A2").date_notification == TODAY
    assert find.read("A3").date_notification is None
    assert len(list(folder.iterdir())) == 2


def test_files_that_are_there_are_counted_before_anything_is_written(
    lettres: LettreService, find: CommissionFinder, folder: Path
) -> None:
    (folder / "lettre A1 accord.pdf").write_bytes(b"relue")
    asked = envoi(find, folder, "A1", "A2", formats=(DOCX, PDF))
    assert lettres.already_there(asked) == 1
    assert (folder / "lettre A1 accord.pdf").read_bytes() == b"relue"


def test_a_file_that_cannot_be_replaced_stops_the_row_with_its_reason(
    lettres: LettreService, find: CommissionFinder, folder: Path
) -> None:
    (folder / "lettre A2 accord_partiel.pdf").mkdir()
    made = lettres.write(envoi(find, folder, "A1", "A2", "A3"))
    assert made.lettres == 1
    assert "un dossier porte déjà ce nom" in made.refus
    assert find.read("A2").date_notification is None


def test_a_folder_that_is_gone_dates_nothing(
    lettres: LettreService, find: CommissionFinder, folder: Path
) -> None:
    folder.rmdir()
    with pytest.raises(OutputError, match="ce dossier n'existe pas"):
        lettres.write(envoi(find, folder, "A1"))
    assert find.read("A1").date_notification is None


# --- Models ---


def test_a_model_rewritten_is_used_until_the_shipped_words_are_put_back(
    lettres: LettreService, store: Store, find: CommissionFinder, folder: Path
) -> None:
    lettres.save_model("accord", "Bonne nouvelle", "Bonjour {prenom},\n\nC'est oui : {montant}.\n\n{tiers}")
    row = next(one for one in lettres.models() if one.modele.code == "accord")
    assert (row.modifie, row.modele.libelle, row.modele.a_adapter) == (True, "Accord", False)
    lettres.write(envoi(find, folder, "A1", formats=(DOCX,)))
    assert text_of(folder / "lettre A1 accord.docx").endswith(
        "Objet : Bonne nouvelle\nBonjour Louise,\nC'est oui\u00a0: 480,00\u00a0€.\nÉlectro {Dax} & fils"
    )
    lettres.restore_model("accord")
    assert [one.modifie for one in lettres.models()] == [False] * 6
    HistoriqueService(store, AUTEUR).undo()
    assert next(one for one in lettres.models() if one.modele.code == "accord").modifie


def test_the_shipped_words_typed_again_are_the_shipped_model(lettres: LettreService, store: Store) -> None:
    original = shipped()["refus"]
    lettres.save_model("refus", "Autre objet", original.corps)
    lettres.save_model("refus", original.objet, original.corps + "\n")
    with store.read() as session:
        assert session.scalars(select(ModeleLettre)).all() == []


@pytest.mark.parametrize(
    ("objet", "corps", "field", "sentence"),
    [
        ("", "Texte", "objet", "Écrivez l'objet de la lettre."),
        ("Objet", "  \n ", "corps", "Écrivez le texte de la lettre."),
        ("Pour {nm}", "Texte {motif_refus}", "objet", "Le champ {nm} n'existe pas."),
        ("Objet", "Motif : {motif_refus", "corps", "L'accolade ouverte après « Motif : » n'est pas fermée."),
        ("Objet", "C'est non.", "corps", "Une lettre de refus dit pourquoi"),
        ("Objet", "{motif_refus}" + "x" * 20_000, "corps", "Ce texte est trop long : 20000 lettres au plus."),
        ("Objet", "{motif_refus} \x07", "corps", "Ce texte contient des caractères invisibles"),
    ],
)
def test_a_model_that_could_not_be_filled_is_refused_under_its_field(
    lettres: LettreService, objet: str, corps: str, field: str, sentence: str
) -> None:
    with pytest.raises(FieldError) as refused:
        lettres.save_model("refus", objet, corps)
    assert refused.value.field == field
    assert str(refused.value).startswith(sentence)
    assert not any(one.modifie for one in lettres.models())


def test_a_preview_is_filled_with_an_invented_family(lettres: LettreService) -> None:
    letter = lettres.preview("accord", "Pour {nom}", "Bonjour {prenom} {nom}", SITTING)
    assert (letter.objet, letter.corps) == ("Pour Martin", ("Bonjour Louise Martin",))
    with pytest.raises(FieldError):
        lettres.preview("accord", "Pour {x}", "Bonjour", SITTING)


def test_a_model_that_an_import_brought_is_a_letter_among_others(
    lettres: LettreService, store: Store, find: CommissionFinder
) -> None:
    with store.write(AUTEUR) as session:
        session.add(
            ModeleLettre(code="relance", libelle="Relance", objet="Pièces", corps="Bonjour {inconnu}")
        )
    row = lettres.models()[-1]
    assert (row.modele.code, row.livre) == ("relance", False)
    said = {one.empechement for one in lettres.of_session(find.seance("S1"), "relance")}
    assert len(said) == 1
    assert said.pop().startswith("Modèle « Relance » : Le champ {inconnu} n'existe pas.")
    lettres.save_model("relance", "Pièces", "Bonjour {nom}")
    assert len(lettres.of_session(find.seance("S1"), "relance")) == 4
    with pytest.raises(InputError, match="pas de texte d'origine"):
        lettres.restore_model("relance")
