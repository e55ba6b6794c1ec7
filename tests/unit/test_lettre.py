"""Letters as models: fields checked and filled; the same words on paper and in a word processor."""

from io import BytesIO

import pytest
from docx import Document
from pypdf import PdfReader

from caseapp.domain.lettre import CHAMPS, check_reason, fields, fill, load_modeles, missing
from caseapp.paths import resource
from caseapp.reports.lettre import Lettre, paragraphs, render_lettre
from caseapp.reports.lettre_docx import BODY, LANGUAGE, SUBJECT, render_docx

SHIPPED = {one.code: one for one in load_modeles(resource("lettres.toml"))}
CODES = ("accord", "accord_partiel", "ajournement", "echeancier_pret", "paiement_tiers", "refus")


def letter(corps: str, objet: str = "Votre demande") -> Lettre:
    return Lettre(
        ("Caf des Landes",), ("Louise Martin", "12 rue des Lilas", "Dax"), "Le 21 novembre 2026", "AF-0012",
        objet, paragraphs(corps),
    )  # fmt: skip


def pdf_words(content: bytes) -> list[str]:
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split()


def docx_words(content: bytes) -> list[str]:
    return " ".join(one.text for one in Document(BytesIO(content)).paragraphs).split()


def test_every_letter_is_shipped_with_fields_that_can_be_filled() -> None:
    assert tuple(sorted(SHIPPED)) == CODES
    values = dict.fromkeys(CHAMPS, "valeur")
    for one in SHIPPED.values():
        assert missing(f"{one.objet}\n{one.corps}", values) == ()
        assert "{" not in fill(one.corps, values)
        assert one.a_adapter, "what is the Caf's own is marked"


def test_a_shipped_refusal_says_why_and_how_to_contest() -> None:
    assert "motif_refus" in fields(SHIPPED["refus"].corps)
    assert "contester cette décision" in SHIPPED["refus"].corps
    assert "[À adapter par la Caf : service à saisir, délai et voies de recours.]" in SHIPPED["refus"].corps
    with pytest.raises(ValueError, match=r"gardez le champ {motif_refus}\."):
        check_reason("refus", "Bonjour {nom},\nVotre demande est refusée.")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Bonjour {nm},", "Le champ {nm} n'existe pas. Champs possibles : {nom}, {prenom}"),
        ("Bonjour {Nom},", "{Nom} n'est pas un champ."),
        ("Versé à {tiers", "L'accolade ouverte après « Versé à » n'est pas fermée."),
        ("Versé à {tiers puis {nom}", "L'accolade ouverte après « Versé à » n'est pas fermée."),
        ("tiers} est payé", "L'accolade fermée après « tiers » n'a pas été ouverte."),
        ("{", "L'accolade ouverte au début du texte n'est pas fermée."),
        ("{{nom}}", "L'accolade ouverte au début du texte n'est pas fermée."),
        ("{}", "{} n'est pas un champ."),
        ("{nom!r}", "{nom!r} n'est pas un champ."),
        ("{nom.__class__}", "{nom.__class__} n'est pas un champ."),
    ],
)
def test_a_wrong_field_is_named_with_those_that_exist(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=r".") as refused:
        fields(text)
    assert str(refused.value).startswith(said)


def test_values_are_taken_as_they_are_and_an_empty_line_goes() -> None:
    values = {"nom": "O'Brien {nom} & <b>", "motif_decision": "", "echeances": "1\n2"}
    text = "Madame {nom},\n{motif_decision}\n\nDates :\n{echeances}"
    assert fill(text, values) == "Madame O'Brien {nom} & <b>,\n\nDates :\n1\n2"
    assert missing("{tiers} {motif_decision} {tiers}", values) == ("tiers",)


@pytest.mark.parametrize("code", CODES)
def test_both_formats_have_the_same_words(code: str) -> None:
    values = {name: f"« {name} »" for name in CHAMPS} | {"nom": "Nguyễn Œuvrard", "echeances": "1 € \n 2 €"}
    one = letter(fill(SHIPPED[code].corps, values), fill(SHIPPED[code].objet, values))
    assert docx_words(render_docx(one)) == pdf_words(render_lettre(one))


def test_the_text_of_a_word_processor_has_named_styles_french_and_no_name_in_its_properties() -> None:
    document = Document(BytesIO(render_docx(letter("Madame,\n\nDeux lignes\nici."))))
    styles = [one.style.name for one in document.paragraphs if one.style is not None]
    assert styles[-3:] == [SUBJECT, BODY, BODY]
    assert document.paragraphs[-1].text == "Deux lignes\nici."
    languages = document.styles.element.xpath("./w:docDefaults/w:rPrDefault/w:rPr/w:lang/@w:val")
    assert languages == [LANGUAGE]
    properties = document.core_properties
    assert (properties.author, properties.title, properties.language) == ("caseapp", "Lettre", "fr-FR")
    assert "Martin" not in f"{properties.subject}{properties.keywords}{properties.comments}"
    assert round(document.sections[0].page_width.mm) == 210  # type: ignore[union-attr]


def test_a_long_letter_goes_on_numbered_pages_and_none_of_it_is_lost() -> None:
    lines = "\n".join(f"0{number}/01/2027 : {number},00 €" for number in range(1, 90))
    one = letter(f"Madame,\n\n{lines}\n\nSalutations.")
    pages = PdfReader(BytesIO(render_lettre(one))).pages
    assert len(pages) > 1
    assert f"page 1/{len(pages)}" in pages[0].extract_text()
    words = " ".join(page.extract_text() for page in pages)
    assert all(f"{number},00 €" in words for number in range(1, 90))
    assert "page 1/" not in PdfReader(BytesIO(render_lettre(letter("Madame,")))).pages[0].extract_text()


def test_what_a_disk_or_a_word_processor_cannot_hold_is_left_out() -> None:
    one = letter("Ma\x00dame,\u202e\n\nfin")
    assert docx_words(render_docx(one))[-2:] == ["Madame,", "fin"]
