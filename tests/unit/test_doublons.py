"""Duplicates as colleagues meet them: spelling, order, marriage, twins, protection."""

from datetime import date

import pytest

from caseapp.domain.phone import phone_digits
from caseapp.domain.text import fold
from caseapp.services.doublons import Force, Identite, Ressemblance, names_to_look_for, rank, score

BORN, ELSEWHERE, TYPO = date(1984, 2, 29), date(1952, 11, 17), date(1984, 2, 28)
PHONE, OTHER_PHONE = "06 12 34 56 78", "05 58 00 11 22"
CERTAINE, PROBABLE, POSSIBLE = Force.CERTAINE, Force.PROBABLE, Force.POSSIBLE


def who(
    nom: str,
    prenom: str | None = None,
    born: date | None = None,
    numero: str | None = None,
    phone: str | None = None,
    *,
    protection: bool = False,
) -> Identite:
    return Identite(None, nom, prenom, born, numero, phone, protection)


CASES: dict[str, tuple[Identite, Identite, Force | None, tuple[str, ...]]] = {
    "same number, other name": (
        who("Dupont", "Anne", numero="0012345"),
        who("Lartigue", "Jean", numero="0012345"),
        CERTAINE,
        ("même numéro d'allocataire", "mais noms différents", "mais prénoms différents"),
    ),
    "number without its zeros": (
        who("Dupont", numero="12345"),
        who("Dupont", numero="001 2345"),
        CERTAINE,
        ("même numéro d'allocataire", "même nom"),
    ),
    "a number of zeros is none": (who("Roy", numero="0000000"), who("Bec", numero="0000000"), None, ()),
    "all the same": (
        who("Lafitte", "Odile", BORN),
        who("LAFITTE", "odile", BORN),
        CERTAINE,
        ("même nom et même prénom", "même date de naissance"),
    ),
    "all the same, other number": (
        who("Lafitte", "Odile", BORN, "0012345"),
        who("Lafitte", "Odile", BORN, "0099999"),
        PROBABLE,
        ("même nom et même prénom", "même date de naissance", "mais numéros d'allocataire différents"),
    ),
    "birth date given by default": (
        who("Diallo", "Aminata", date(1990, 1, 1)),
        who("Diallo", "Aminata", date(1990, 1, 1)),
        PROBABLE,
        (
            "même nom et même prénom",
            "même date de naissance (un 1er janvier, souvent mis faute de la connaître)",
        ),
    ),
    "accents": (
        who("Nguyen", "Thị Hoa", BORN),
        who("Nguyên", "Thi Hoa", BORN),
        CERTAINE,
        (
            "même nom et même prénom",
            "orthographe proche : Nguyen / Nguyên",
            "orthographe proche : Thị Hoa / Thi Hoa",
            "même date de naissance",
        ),
    ),
    "exchanged": (
        who("Hoa", "Nguyễn"),
        who("Nguyễn", "Hoa"),
        POSSIBLE,
        ("nom et prénom inversés",),
    ),
    "exchanged and born the same day": (
        who("Bertrand", "Martin", BORN),
        who("Martin", "Bertrand", BORN),
        CERTAINE,
        ("nom et prénom inversés", "même date de naissance"),
    ),
    "exchanged and misspelt": (
        who("Mohammed", "Bensaid", BORN),
        who("Bensaïd", "Mohamed", BORN),
        PROBABLE,
        (
            "nom et prénom inversés",
            "orthographe proche : Mohammed / Mohamed",
            "orthographe proche : Bensaid / Bensaïd",
            "même date de naissance",
        ),
    ),
    "vietnamese words shared out anew": (
        who("Nguyễn Thị", "Hoa", BORN),
        who("Nguyen", "Thi Hoa", BORN),
        PROBABLE,
        (
            "nom composé : Nguyễn Thị / Nguyen",
            "nom composé : Hoa / Thi Hoa",
            "même date de naissance",
        ),
    ),
    "all typed in the name": (
        who("Martin Paul", None, BORN),
        who("Martin", "Paul", BORN),
        CERTAINE,
        ("mêmes mots, répartis autrement entre nom et prénom", "même date de naissance"),
    ),
    "arabic spellings": (
        who("El Amrani", "Mohamed", BORN),
        who("Elamrani", "Mohammed", BORN),
        PROBABLE,
        (
            "même nom",
            "orthographe proche : El Amrani / Elamrani",
            "orthographe proche : Mohamed / Mohammed",
            "même date de naissance",
        ),
    ),
    "ben in one word or two": (
        who("Ben Ali", "Fatima Zahra"),
        who("Benali", "Fatima-Zohra"),
        POSSIBLE,
        (
            "même nom",
            "orthographe proche : Ben Ali / Benali",
            "orthographe proche : Fatima Zahra / Fatima-Zohra",
        ),
    ),
    "particles link nobody": (who("El Amrani", "Sara", BORN), who("El Idrissi", "Nora", BORN), None, ()),
    "hyphen or space": (
        who("Aït-Ahmed", "Jean-Luc", BORN),
        who("AIT AHMED", "Jean Luc", BORN),
        CERTAINE,
        (
            "même nom et même prénom",
            "orthographe proche : Aït-Ahmed / AIT AHMED",
            "orthographe proche : Jean-Luc / Jean Luc",
            "même date de naissance",
        ),
    ),
    "double name the other way round": (
        who("Dupont-Martin", "Claire", BORN),
        who("Martin-Dupont", "Claire", BORN),
        CERTAINE,
        (
            "même nom et même prénom",
            "orthographe proche : Dupont-Martin / Martin-Dupont",
            "même date de naissance",
        ),
    ),
    "apostrophe": (
        who("O'Brien", "Maëlle"),
        who("Obrien", "Maelle"),
        POSSIBLE,
        (
            "même nom et même prénom",
            "orthographe proche : O'Brien / Obrien",
            "orthographe proche : Maëlle / Maelle",
        ),
    ),
    "ligature": (
        who("Œuvrard", "Zoé", BORN),
        who("OEUVRARD", "Zoe", BORN),
        CERTAINE,
        (
            "même nom et même prénom",
            "orthographe proche : Œuvrard / OEUVRARD",
            "orthographe proche : Zoé / Zoe",
            "même date de naissance",
        ),
    ),
    "a letter missed": (
        who("Lasserre", "Paulette"),
        who("Laserre", "Paulette"),
        POSSIBLE,
        ("même prénom", "orthographe proche : Lasserre / Laserre"),
    ),
    "short names are not misspelt": (who("Roux", "Luc", BORN), who("Ruux", "Léo", BORN), None, ()),
    "both misspelt, nothing else": (who("Lasserre", "Paulette"), who("Laserre", "Poulette"), None, ()),
    "both misspelt, same phone": (
        who("Lasserre", "Paulette", phone=PHONE),
        who("Laserre", "Poulette", phone="+33 6 12 34 56 78"),
        PROBABLE,
        (
            "orthographe proche : Lasserre / Laserre",
            "orthographe proche : Paulette / Poulette",
            "même téléphone",
        ),
    ),
    "twins": (
        who("Etcheverry", "Maider", BORN),
        who("Etcheverry", "Amaia", BORN),
        POSSIBLE,
        ("même nom", "même date de naissance", "mais prénoms différents"),
    ),
    "twins with a file each": (
        who("Etcheverry", "Maider", BORN, "0012345"),
        who("Etcheverry", "Amaia", BORN, "0012346"),
        None,
        (),
    ),
    "father and son of one name": (
        who("Darrigade", "Jean", BORN),
        who("Darrigade", "Jean", ELSEWHERE),
        None,
        (),
    ),
    "father and son under one roof": (
        who("Darrigade", "Jean", BORN, phone=PHONE),
        who("Darrigade", "Jean", ELSEWHERE, phone=PHONE),
        POSSIBLE,
        ("même nom et même prénom", "même téléphone", "mais dates de naissance différentes"),
    ),
    "father and son with a number each": (
        who("Darrigade", "Jean", None, "0012345"),
        who("Darrigade", "Jean", None, "0012346"),
        None,
        (),
    ),
    "household under the other spouse": (
        who("Pouyanne", "Marc", phone=PHONE),
        who("Pouyanne", "Sylvie", phone=PHONE),
        POSSIBLE,
        ("même nom", "même téléphone", "mais prénoms différents"),
    ),
    "married name added": (
        who("Labat", "Nathalie", BORN),
        who("Labat-Duclos", "Nathalie", BORN),
        PROBABLE,
        ("même prénom", "nom composé : Labat / Labat-Duclos", "même date de naissance"),
    ),
    "married name announced": (
        who("Duclos née Labat", "Nathalie", BORN),
        who("Labat épouse Duclos", "Nathalie", BORN),
        CERTAINE,
        (
            "même nom et même prénom",
            "orthographe proche : Duclos née Labat / Labat épouse Duclos",
            "même date de naissance",
        ),
    ),
    "married name only": (
        who("Labat", "Nathalie", BORN),
        who("Duclos", "Nathalie", BORN),
        POSSIBLE,
        ("même prénom", "même date de naissance", "mais noms différents"),
    ),
    "married name and phone": (
        who("Labat", "Nathalie", BORN, phone=PHONE),
        who("Duclos", "Nathalie", BORN, phone="0033612345678"),
        PROBABLE,
        ("même prénom", "même date de naissance", "même téléphone", "mais noms différents"),
    ),
    "birth date with a wrong figure": (
        who("Cazaux", "Elsa", BORN),
        who("Cazaux", "Elsa", TYPO),
        POSSIBLE,
        ("même nom et même prénom", "dates de naissance proches : 29/02/1984 / 28/02/1984"),
    ),
    "day and month exchanged, same phone": (
        who("Cazaux", "Elsa", date(1985, 4, 3), phone=PHONE),
        who("Cazaux", "Elsa", date(1985, 3, 4), phone=PHONE),
        PROBABLE,
        (
            "même nom et même prénom",
            "dates de naissance proches : 03/04/1985 / 04/03/1985",
            "même téléphone",
        ),
    ),
    "first name alone": (who("", "Nathalie"), who("Duclos", "Nathalie"), None, ()),
    "name alone": (who("Duclos"), who("Duclos"), None, ()),
    "phone alone": (who("Labat", "Nathalie", phone=PHONE), who("Roy", "Luc", phone=PHONE), None, ()),
    "too few figures for a phone": (who("Roy", phone="3230"), who("Roy", phone="3230"), None, ()),
    "birth date alone": (who("Labat", "Nathalie", BORN), who("Roy", "Luc", BORN), None, ()),
    "protected, name only": (
        who("O'Brien", "Maëlle", phone=PHONE),
        who("O'Brien", "Maëlle", BORN, phone=PHONE, protection=True),
        None,
        (),
    ),
    "protected, name and birth date": (
        who("O'Brien", "Maëlle", BORN, phone=PHONE),
        who("O'Brien", "Maëlle", BORN, phone=PHONE, protection=True),
        CERTAINE,
        ("même nom et même prénom", "même date de naissance"),
    ),
    "protected, number": (
        who("Roy", numero="0012345", phone=PHONE),
        who("O'Brien", "Maëlle", BORN, "0012345", PHONE, protection=True),
        CERTAINE,
        ("même numéro d'allocataire", "mais noms différents"),
    ),
    "protected, married name": (
        who("Labat", "Nathalie", BORN),
        who("Duclos", "Nathalie", BORN, protection=True),
        None,
        (),
    ),
    "protected, birth date nearly": (
        who("Cazaux", "Elsa", BORN),
        who("Cazaux", "Elsa", TYPO, protection=True),
        None,
        (),
    ),
}


FOUND_BY_BIRTH_DATE = {"twins", "married name only"}
"""Whom only their birth date can find."""


@pytest.mark.parametrize("name", sorted(CASES))
def test_score(name: str) -> None:
    candidate, other, force, raisons = CASES[name]
    expected = None if force is None else Ressemblance(None, force, raisons)
    assert score(candidate, other) == expected


@pytest.mark.parametrize("name", [name for name in sorted(CASES) if CASES[name][2]])
def test_who_resembles_is_first_looked_for(name: str) -> None:
    candidate, other, _, _ = CASES[name]
    indexed = _indexed(other)
    looked_for = any(
        all(any(word.startswith(start) for word in indexed) for start in search)
        for search in names_to_look_for(candidate)
    )
    assert looked_for == (name not in FOUND_BY_BIRTH_DATE)


def _indexed(one: Identite) -> list[str]:
    """Return the words under which the store indexes a family."""
    values = [fold(value) for value in (one.nom, one.prenom, one.matricule) if value]
    phone = phone_digits(one.telephone or "") if not one.protection else ""
    return " ".join([*values, *(value.replace(" ", "") for value in values), phone]).split()


def test_searches() -> None:
    assert names_to_look_for(who("Le Goff", "Anne-Lise", numero="12 345", phone="+33 6 12 34 56 78")) == (
        ("12345",),
        ("0012345",),
        ("0612345678",),
        ("gof", "ann"),
        ("gof", "lis"),
        ("leg", "ann"),
        ("leg", "lis"),
        ("goff", "an"),
        ("go", "anne"),
        ("goff", "li"),
        ("go", "lise"),
        ("go", "annelise"),
        ("legoff", "an"),
        ("le", "anne"),
        ("legoff", "li"),
        ("le", "lise"),
    )
    assert names_to_look_for(who("Martin Paul")) == (("mar", "pau"),)
    assert names_to_look_for(who("", "Paul")) == names_to_look_for(who(" - ")) == ()


def test_rank_puts_the_surest_first_and_stops_at_eight() -> None:
    candidate = Identite(7, "Martin", "Paul", BORN, "0012345", PHONE)
    others = [
        Identite(7, "Martin", "Paul", BORN, "0012345", PHONE),
        Identite(1, "Martin", "Léa", BORN),
        Identite(2, "Martin", "Paul"),
        Identite(3, "Martin", "Paul", BORN),
        Identite(4, "Martin", "Paul", None),
        Identite(5, "Roy", "Luc", None, "0012345"),
        Identite(6, "Martin", "Paul", BORN, "0012345"),
        Identite(8, "Roy", "Luc"),
        *(Identite(ident, "Martin", "Paul", None) for ident in range(20, 30)),
    ]
    found = rank(candidate, others)
    assert [one.famille_id for one in found] == [6, 3, 5, 1, 2, 4, 20, 21]
    assert rank(candidate, reversed(others)) == found


def test_a_protected_phone_is_in_no_text_about_the_family() -> None:
    assert PHONE not in repr(who("O'Brien", phone=PHONE, protection=True))
