"""Arrears under the rules from 1 January 2027: each day below was worked out by hand from the texts known."""

import pytest
from cas_regles import JEUX, Cas, Dette, constitue, dit, dit_constitution, jour

from caseapp.domain.constitution import Constitue, PasEncore, signale_apres
from caseapp.domain.labels import plain

JEU = "impayes-2027"
TIERS_PAYANT = "secteur=locatif simplifie=non tiers_payant=oui"
INCONNU = "secteur=locatif"
ECHEANCES = (
    Cas("first day of the rules", "constitution 01/01/2027", "signalement", "01/03/2027"),
    Cas("two months to report", "constitution 05/04/2027", "signalement", "05/06/2027"),
    Cas("31 December ends on 29 February", "constitution 31/12/2027", "signalement", "29/02/2028"),
    Cas("30 June keeps its number", "constitution 30/06/2027", "signalement", "30/08/2027"),
    Cas("31 December 2026 ends on 28 February", "constitution 31/12/2026", "signalement", "28/02/2027"),
    Cas("29 February keeps its number", "constitution 29/02/2028", "signalement", "29/04/2028"),
    Cas("reported", "constitution 05/04/2027, signalement 04/05/2027", "signalement",
        "05/06/2027 fait 04/05/2027"),
    Cas("reported late", "constitution 05/04/2027, signalement 07/06/2027", "signalement",
        "05/06/2027 fait 07/06/2027"),
    Cas("settled in between", "constitution 05/04/2027, solde 05/04/2027", "signalement", ""),
    Cas("settled before, owed again", "solde 04/04/2027, constitution 05/04/2027", "signalement",
        "05/06/2027"),
    Cas("Ccapex referred to", "signalement 31/01/2027", "saisine_ccapex", "28/02/2027"),
    Cas("Ccapex over a leap February", "signalement 31/01/2028", "saisine_ccapex", "29/02/2028"),
    Cas("Ccapex referred to in time", "signalement 31/01/2027, saisine_ccapex 12/02/2027",
        "saisine_ccapex", "28/02/2027 fait 12/02/2027"),
    Cas("the Ccapex decides", "saisine_ccapex 30/11/2027", "decision_ccapex", "29/02/2028"),
    Cas("the Ccapex decided late", "saisine_ccapex 30/11/2026, decision_ccapex 02/03/2027",
        "decision_ccapex", "28/02/2027 fait 02/03/2027"),
    Cas("its decision is applied", "decision_ccapex 31/05/2027", "effet_decision", "30/06/2027"),
    Cas("aid suspended", "decision_ccapex 31/05/2027, suspension_aide 01/06/2027", "effet_decision",
        "30/06/2027 fait 01/06/2027"),
    Cas("landlord asked about direct payment", "signalement 30/12/2027", "demande_versement_direct",
        "30/01/2028"),
    Cas("not asked when the aid is already his", "signalement 30/12/2027", "demande_versement_direct", "",
        TIERS_PAYANT),
    Cas("not asked when nobody knows whose it is", "signalement 30/12/2027", "demande_versement_direct", "",
        INCONNU),
    Cas("direct payment set at once", "signalement 30/12/2027, versement_direct 05/01/2028",
        "demande_versement_direct", "30/01/2028 fait 05/01/2028"),
    Cas("landlord silent", "demande_versement_direct 31/12/2026", "reponse_versement_direct", "28/02/2027"),
    Cas("plan six months after the report", "signalement 31/08/2027", "plan", "29/02/2028"),
    Cas("small debts have no rules of their own", "signalement 31/08/2027", "plan", "29/02/2028",
        "secteur=locatif simplifie=oui"),
    Cas("plan six months after it is asked", "signalement 31/08/2027, demande_plan 30/09/2027", "plan",
        "30/03/2028"),
    Cas("the FSL takes over", "signalement 31/08/2027, saisine_fsl 01/10/2027", "plan", ""),
    Cas("FSL three months", "saisine_fsl 30/11/2027", "reponse_fsl", "29/02/2028"),
    Cas("FSL agreed", "saisine_fsl 30/11/2027, accord_fsl 29/02/2028", "reponse_fsl",
        "29/02/2028 fait 29/02/2028"),
    Cas("first check of the plan", "plan 29/08/2027", "verification_plan", "29/02/2028"),
    Cas("next check from 29 February", "plan 29/08/2027, verification_plan 29/02/2028", "verification_plan",
        "29/02/2028 fait 29/02/2028, 29/08/2028"),
    Cas("no check of a broken plan", "plan 29/08/2027, plan_rompu 29/08/2027", "verification_plan", ""),
    Cas("a breach goes to the Ccapex", "plan_rompu 31/03/2027, saisine_ccapex 20/04/2027", "suite_rupture",
        "30/04/2027 fait 20/04/2027"),
    Cas("instalment due on its day", "mensualite 01/01/2027", "mensualite", "01/01/2027"),
    Cas("ten working days over Easter", "mensualite_manquee 24/03/2027", "mensualite_manquee", "08/04/2027"),
    Cas("over Ascension and Whit Monday", "mensualite_manquee 03/05/2027", "mensualite_manquee",
        "19/05/2027"),
    Cas("over 14 July", "mensualite_manquee 07/07/2027", "mensualite_manquee", "22/07/2027"),
    Cas("over a new year that falls on a Saturday", "mensualite_manquee 29/12/2027", "mensualite_manquee",
        "12/01/2028"),
    Cas("six weeks to pay", "commandement_payer 15/02/2027", "commandement_payer", "29/03/2027"),
    Cas("six weeks over 29 February", "commandement_payer 15/02/2028", "commandement_payer", "28/03/2028"),
    Cas("before the hearing", "audience 15/03/2028", "audience", "29/02/2028"),
    Cas("two months to leave", "commandement_quitter 31/12/2027", "commandement_quitter", "29/02/2028"),
    Cas("end of the plan", "plan_fin 31/01/2028", "fin_plan", "29/02/2028"),
    Cas("protocol of two years", "protocole 29/02/2028", "fin_protocole", "28/02/2030"),
    Cas("nothing waits in a closed file", "signalement 31/08/2027, issue 01/09/2027", "plan", ""),
    Cas("an open file that nothing waits for", "suspension_aide 30/11/2027", "suivi", "29/02/2028"),
)  # fmt: skip
BAIL = "512 + 38 - 210"
FIN = "31/12/2028"
DETTES = (
    Dette("three months after an unpaid term", BAIL, "terme 05/01/2027 120", "impayes-2027 05/04/2027", FIN),
    Dette("whatever the amount", BAIL, "terme 05/01/2027 0,01", "impayes-2027 05/04/2027", FIN),
    Dette("not the day before", BAIL, "terme 05/01/2027 120", "pas encore", "04/04/2027"),
    Dette("on the day itself", BAIL, "terme 05/01/2027 120", "impayes-2027 05/04/2027", "05/04/2027"),
    Dette("above 450 € at once", BAIL, "terme 05/01/2027 460", "impayes-2027 05/01/2027", FIN),
    Dette("450 € is not above", BAIL, "terme 05/01/2027 450", "impayes-2027 05/04/2027", FIN),
    Dette("one cent above", BAIL, "terme 05/01/2027 450,01", "impayes-2027 05/01/2027", FIN),
    Dette("two terms above together", BAIL, "terme 05/01/2027 240, terme 05/02/2027 240",
          "impayes-2027 05/02/2027", FIN),
    Dette("three months come first", BAIL,
          "terme 05/01/2027 100, terme 05/02/2027 100, terme 05/03/2027 100, terme 06/04/2027 400",
          "impayes-2027 05/04/2027", FIN),
    Dette("the amount comes first", BAIL,
          "terme 05/01/2027 100, terme 05/02/2027 100, terme 05/03/2027 300, terme 05/04/2027 300",
          "impayes-2027 05/03/2027", FIN),
    Dette("the oldest term paid, the next one counts", BAIL,
          "terme 05/01/2027 120, terme 05/02/2027 120, paiement 20/03/2027 120",
          "impayes-2027 05/05/2027", FIN),
    Dette("partly paid, it still counts", BAIL,
          "terme 05/01/2027 120, terme 05/02/2027 120, paiement 20/03/2027 119,99",
          "impayes-2027 05/04/2027", FIN),
    Dette("paid on the last day", BAIL,
          "terme 05/01/2027 120, terme 05/02/2027 120, paiement 05/04/2027 120",
          "impayes-2027 05/05/2027", FIN),
    Dette("settled on the last day", BAIL, "terme 05/01/2027 120, paiement 05/04/2027 120", "pas encore",
          FIN),
    Dette("30 November ends on 29 February", BAIL, "terme 30/11/2027 120", "impayes-2027 29/02/2028", FIN),
    Dette("31 January ends on 30 April", BAIL, "terme 31/01/2027 120", "impayes-2027 30/04/2027", FIN),
    Dette("29 February keeps its number", BAIL, "terme 29/02/2028 120", "impayes-2027 29/05/2028", FIN),
    Dette("falls below 450 €, not settled: it stands", BAIL,
          "releve 10/02/2027 800, paiement 01/03/2027 600", "impayes-2027 10/02/2027", FIN),
    Dette("falls below and rises above again: the first day", BAIL,
          "releve 10/02/2027 800, paiement 01/03/2027 600, terme 05/04/2027 500",
          "impayes-2027 10/02/2027", FIN),
    Dette("settled, then owed again", BAIL,
          "releve 10/02/2027 800, paiement 01/03/2027 800, terme 05/04/2027 120",
          "impayes-2027 05/07/2027", FIN),
    Dette("tiers payant changes nothing", "512 + 38 - 210 tiers", "terme 05/01/2027 340",
          "impayes-2027 05/04/2027", FIN),
    Dette("without rent", "?", "terme 05/01/2027 340", "impayes-2027 05/04/2027", FIN),
    Dette("home loan", "600 accession", "terme 05/01/2027 600", "impayes-2027 05/01/2027", FIN),
    Dette("first unpaid term known, debt said later", BAIL, "releve 20/03/2027 300",
          "impayes-2027 05/04/2027", FIN, "05/01/2027"),
    Dette("debt said after the three months", BAIL, "releve 20/05/2027 300", "impayes-2027 05/04/2027", FIN,
          "05/01/2027"),
    Dette("over the new year: three months later", BAIL, "terme 05/11/2026 120", "impayes-2027 05/02/2027",
          FIN),
    Dette("over the new year: at the earliest on 1 January", BAIL, "terme 05/09/2026 120",
          "impayes-2027 01/01/2027", FIN),
    Dette("over the new year: the amount, on 1 January", BAIL, "releve 10/10/2026 600",
          "impayes-2027 01/01/2027", FIN),
    Dette("not yet in December", BAIL, "releve 10/10/2026 600", "pas encore", "31/12/2026"),
    Dette("the former threshold reached in January is not looked at", BAIL,
          "terme 05/12/2026 440, paiement 20/12/2026 300, terme 10/02/2027 160",
          "impayes-2027 05/03/2027", FIN),
    Dette("former threshold reached in time", BAIL, "releve 31/12/2026 1100", "impayes-2016 31/12/2026", FIN),
    Dette("former threshold reached a day too late", BAIL, "releve 01/01/2027 1100",
          "impayes-2027 01/01/2027", FIN),
)  # fmt: skip


@pytest.mark.parametrize("cas", ECHEANCES, ids=lambda cas: cas.nom)
def test_a_deadline_falls_on_the_day_worked_out_by_hand(cas: Cas) -> None:
    assert dit(JEU, cas) == cas.attendu


@pytest.mark.parametrize("cas", DETTES, ids=lambda cas: cas.nom)
def test_an_arrear_exists_from_the_day_worked_out_by_hand(cas: Dette) -> None:
    assert dit_constitution(cas) == cas.attendu


@pytest.mark.parametrize(
    ("mouvements", "phrase"),
    [
        pytest.param("terme 05/01/2027 460", "dette 460,00 € > 450,00 € le 05/01/2027", id="amount"),
        pytest.param("terme 05/01/2027 120",
                     "premier terme impayé du 05/01/2027, non réglé 3 mois après, le 05/04/2027 : "
                     "dette 120,00 €",
                     id="months"),
        pytest.param("terme 05/09/2026 120",
                     "premier terme impayé du 05/09/2026, non réglé 3 mois après, le 05/12/2026 : "
                     "dette 120,00 € ; compté au 01/01/2027, premier jour de ces règles",
                     id="over the new year"),
    ],
)  # fmt: skip
def test_the_sum_is_said(mouvements: str, phrase: str) -> None:
    _, found = constitue(Dette("", BAIL, mouvements, "", FIN))
    assert isinstance(found, Constitue)
    assert plain(found.phrase) == phrase


@pytest.mark.parametrize(
    ("mouvements", "sure"),
    [
        pytest.param("terme 31/12/2026 120", False, id="begun before"),
        pytest.param("terme 01/01/2027 120", True, id="begun on the first day"),
    ],
)
def test_a_debt_begun_under_the_former_rules_is_not_sure(mouvements: str, sure: bool) -> None:
    _, found = constitue(Dette("", BAIL, mouvements, "", FIN))
    assert isinstance(found, Constitue)
    assert (found.incertain == "") is sure


def test_an_arrear_to_come_is_foreseen() -> None:
    jeu, found = constitue(Dette("", BAIL, "terme 05/01/2027 120", "", "10/02/2027"))
    assert jeu is JEUX[JEU]
    assert isinstance(found, PasEncore)
    assert found.prevue == jour("05/04/2027")
    said = "Pas encore d'impayé : dette 120,00 €, constitué le 05/04/2027 si elle n'est pas réglée d'ici là."
    assert plain(found.phrase) == said


@pytest.mark.parametrize(
    ("jeu", "signalement", "sure"),
    [
        pytest.param("impayes-2016", "31/12/2026", True, id="reported in time"),
        pytest.param("impayes-2016", "01/01/2027", False, id="reported under the next rules"),
        pytest.param("impayes-2027", "01/01/2028", True, id="no next rules"),
    ],
)
def test_an_arrear_reported_under_the_next_rules_is_not_sure(jeu: str, signalement: str, sure: bool) -> None:
    assert (signale_apres(JEUX[jeu], jour(signalement)) == "") is sure


def test_what_is_not_known_of_the_transition_is_written_in_the_set() -> None:
    warnings = " ".join(JEUX[JEU].avertissements)
    assert "dispositions transitoires ne sont pas connues" in warnings
    assert all(
        regle.incertain or regle.code in {"mensualite", "commandement_quitter"} for regle in JEUX[JEU].regles
    )
