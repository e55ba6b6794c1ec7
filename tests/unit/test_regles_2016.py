"""Arrears under the rules until 31 December 2026: each day below was worked out by hand from the article."""

import pytest
from cas_regles import Cas, Dette, constitue, dit, dit_constitution

from caseapp.domain.constitution import Constitue, PasEncore
from caseapp.domain.labels import plain

JEU = "impayes-2016"
PETITE = "secteur=locatif simplifie=oui"
ECHEANCES = (
    Cas("two months to report", "constitution 12/03/2026", "signalement", "12/05/2026"),
    Cas("31 December ends on 28 February", "constitution 31/12/2025", "signalement", "28/02/2026"),
    Cas("31 December ends on 29 February", "constitution 31/12/2023", "signalement", "29/02/2024"),
    Cas("30 December ends on 29 February", "constitution 30/12/2023", "signalement", "29/02/2024"),
    Cas("29 February keeps its number", "constitution 29/02/2024", "signalement", "29/04/2024"),
    Cas("31 July ends on 30 September", "constitution 31/07/2026", "signalement", "30/09/2026"),
    Cas("30 November runs over the new year", "constitution 30/11/2026", "signalement", "30/01/2027"),
    Cas("last day of the rules", "constitution 31/12/2026", "signalement", "28/02/2027"),
    Cas("reported in time", "constitution 12/03/2026, signalement 20/04/2026", "signalement",
        "12/05/2026 fait 20/04/2026"),
    Cas("reported late", "constitution 12/03/2026, signalement 01/06/2026", "signalement",
        "12/05/2026 fait 01/06/2026"),
    Cas("reported the same day", "constitution 12/03/2026, signalement 12/03/2026", "signalement",
        "12/05/2026 fait 12/03/2026"),
    Cas("settled in between", "constitution 12/03/2026, solde 01/04/2026", "signalement", ""),
    Cas("settled before, owed again", "solde 01/01/2026, constitution 12/03/2026", "signalement",
        "12/05/2026"),
    Cas("the last arrear counts", "constitution 12/03/2025, constitution 12/03/2026", "signalement",
        "12/05/2026"),
    Cas("Ccapex told within a month", "signalement 31/01/2026", "information_ccapex", "28/02/2026"),
    Cas("Ccapex already told", "signalement 31/01/2026, information_ccapex 02/02/2026",
        "information_ccapex", "28/02/2026 fait 02/02/2026"),
    Cas("Ccapex not told once a plan is signed", "signalement 31/01/2026, plan 10/02/2026",
        "information_ccapex", ""),
    Cas("Ccapex told when the plan is older than the report", "plan 30/01/2026, signalement 31/01/2026",
        "information_ccapex", "28/02/2026"),
    Cas("plan six months after the report", "signalement 20/04/2026", "plan", "20/10/2026"),
    Cas("plan six months after it is asked", "signalement 20/04/2026, demande_plan 04/05/2026", "plan",
        "04/11/2026"),
    Cas("plan over a short February", "signalement 31/08/2026", "plan", "28/02/2027"),
    Cas("plan over a leap February", "signalement 29/08/2023", "plan", "29/02/2024"),
    Cas("plan signed", "signalement 20/04/2026, plan 01/07/2026", "plan", "20/10/2026 fait 01/07/2026"),
    Cas("a plan signed already", "plan 01/04/2026, signalement 20/04/2026, plan_anterieur 20/04/2026",
        "plan", ""),
    Cas("the Ccapex, a plan signed already",
        "plan 01/04/2026, signalement 20/04/2026, plan_anterieur 20/04/2026", "information_ccapex", ""),
    Cas("a new plan asked since",
        "signalement 20/04/2026, plan_anterieur 20/04/2026, demande_plan 04/05/2026", "plan", "04/11/2026"),
    Cas("no ordinary plan for a small debt", "signalement 20/04/2026", "plan", "", PETITE),
    Cas("simplified plan", "signalement 31/01/2026", "plan_simplifie", "28/02/2026", PETITE),
    Cas("no simplified plan for others", "signalement 31/01/2026", "plan_simplifie", ""),
    Cas("halved delay after a simplified plan", "plan_rompu 30/11/2026", "plan_apres_simplifie",
        "28/02/2027", PETITE),
    Cas("the FSL takes over", "signalement 20/04/2026, saisine_fsl 01/06/2026", "plan", ""),
    Cas("FSL three months", "saisine_fsl 30/11/2026", "reponse_fsl", "28/02/2027"),
    Cas("FSL answered", "saisine_fsl 15/01/2026, refus_fsl 10/03/2026", "reponse_fsl",
        "15/04/2026 fait 10/03/2026"),
    Cas("default plan after a refusal", "saisine_fsl 15/01/2026, refus_fsl 10/03/2026", "plan_par_defaut",
        "10/04/2026"),
    Cas("first check of the plan", "plan 31/08/2026", "verification_plan", "28/02/2027"),
    Cas("next check starts from the last one", "plan 31/08/2026, verification_plan 15/01/2027",
        "verification_plan", "28/02/2027 fait 15/01/2027, 15/07/2027"),
    Cas("third check", "plan 31/08/2026, verification_plan 15/01/2027, verification_plan 31/07/2027",
        "verification_plan",
        "28/02/2027 fait 15/01/2027, 15/07/2027 fait 31/07/2027, 31/01/2028"),
    Cas("no check of a broken plan", "plan 31/08/2026, plan_rompu 10/10/2026", "verification_plan", ""),
    Cas("new plan after a breach", "plan 31/01/2026, plan_rompu 01/03/2026, plan 30/04/2026",
        "verification_plan", "30/10/2026"),
    Cas("after a breach", "plan_rompu 31/01/2026", "suite_rupture", "28/02/2026"),
    Cas("instalment due on its day", "mensualite 05/06/2026", "mensualite", "05/06/2026"),
    Cas("ten working days over May", "mensualite_manquee 30/04/2026", "mensualite_manquee", "19/05/2026"),
    Cas("ten working days over Christmas", "mensualite_manquee 18/12/2026", "mensualite_manquee",
        "05/01/2027"),
    Cas("ten working days from a Saturday", "mensualite_manquee 06/06/2026", "mensualite_manquee",
        "19/06/2026"),
    Cas("contact after a missed instalment", "mensualite_manquee 06/06/2026, contact 10/06/2026",
        "mensualite_manquee", "19/06/2026 fait 10/06/2026"),
    Cas("a contact before it does not count", "contact 05/06/2026, mensualite_manquee 06/06/2026",
        "mensualite_manquee", "19/06/2026"),
    Cas("landlord silent on direct payment", "demande_versement_direct 31/12/2025",
        "reponse_versement_direct", "28/02/2026"),
    Cas("plan two months after the refusal", "reponse_versement_direct 10/02/2026", "plan_apres_refus",
        "10/04/2026"),
    Cas("direct payment accepted", "reponse_versement_direct 10/02/2026, versement_direct 10/02/2026",
        "plan_apres_refus", ""),
    Cas("aid kept, looked at again", "maintien_demi_loyer 31/08/2026", "controle_maintien", "28/02/2027"),
    Cas("aid kept by a decision of that day, looked at again",
        "decision_ccapex 31/08/2026, maintien_aide 31/08/2026", "controle_maintien",
        "28/02/2027 fait 31/08/2026, 28/02/2027"),
    Cas("aid kept no more", "maintien_aide 31/08/2026, suspension_aide 15/10/2026", "controle_maintien", ""),
    Cas("six weeks to pay", "commandement_payer 02/03/2026", "commandement_payer", "13/04/2026"),
    Cas("six weeks over 29 February", "commandement_payer 15/02/2024", "commandement_payer", "28/03/2024"),
    Cas("six weeks over 28 February", "commandement_payer 15/02/2026", "commandement_payer", "29/03/2026"),
    Cas("fifteen days before the hearing", "audience 15/09/2026", "audience", "31/08/2026"),
    Cas("before the hearing, over 29 February", "audience 15/03/2024", "audience", "29/02/2024"),
    Cas("two months to leave", "commandement_quitter 31/12/2026", "commandement_quitter", "28/02/2027"),
    Cas("protocol of two years from 29 February", "protocole 29/02/2024", "fin_protocole", "28/02/2026"),
    Cas("protocol checked", "protocole 29/02/2024", "controle_protocole", "29/08/2024"),
    Cas("judgment checked", "jugement 31/03/2026", "controle_jugement", "30/09/2026"),
    Cas("nothing waits in a closed file", "constitution 12/03/2026, issue 01/09/2026", "signalement", ""),
    Cas("the past of a closed file stays",
        "constitution 12/03/2026, signalement 20/04/2026, issue 01/09/2026", "signalement",
        "12/05/2026 fait 20/04/2026"),
    Cas("an open file that nothing waits for", "premier_impaye 30/11/2026", "suivi", "28/02/2027"),
    Cas("the safety net ignores what is to come", "reprise_aide 31/03/2026, plan_debut 01/12/2026", "suivi",
        "30/06/2026"),
    Cas("no safety net when something waits", "constitution 12/03/2026", "suivi", ""),
)  # fmt: skip
LOCATAIRE, TIERS = "512 + 38 - 210", "512 + 38 - 210 tiers"
DETTES = (
    Dette("two gross terms, aid to the tenant", LOCATAIRE, "terme 05/01/2026 550, terme 05/02/2026 550",
          "impayes-2016 05/02/2026"),
    Dette("one cent below", LOCATAIRE, "terme 05/01/2026 550, terme 05/02/2026 549,99", "pas encore"),
    Dette("two net terms, tiers payant", TIERS, "terme 05/01/2026 340, terme 05/02/2026 340",
          "impayes-2016 05/02/2026"),
    Dette("two net terms do not do without tiers payant", LOCATAIRE,
          "terme 05/01/2026 340, terme 05/02/2026 340", "pas encore"),
    Dette("partial payment puts it off", TIERS,
          "terme 05/01/2026 340, paiement 20/01/2026 100, terme 05/02/2026 340, terme 05/03/2026 340",
          "impayes-2016 05/03/2026"),
    Dette("falls below, not settled: it stands", TIERS,
          "terme 05/01/2026 340, terme 05/02/2026 340, paiement 10/02/2026 500", "impayes-2016 05/02/2026"),
    Dette("falls below and rises again: the first day", TIERS,
          "releve 05/02/2026 700, paiement 10/02/2026 500, terme 05/03/2026 340, terme 05/04/2026 340",
          "impayes-2016 05/02/2026"),
    Dette("settled, then owed again: the second time", TIERS,
          "releve 05/02/2026 700, paiement 10/02/2026 700, terme 05/05/2026 340, terme 05/06/2026 340",
          "impayes-2016 05/06/2026"),
    Dette("settled, then one term", TIERS,
          "releve 05/02/2026 700, paiement 10/02/2026 700, terme 05/05/2026 340", "pas encore"),
    Dette("paid in advance", TIERS,
          "paiement 02/01/2026 340, terme 05/01/2026 340, terme 05/02/2026 340, terme 05/03/2026 340",
          "impayes-2016 05/03/2026"),
    Dette("remission lowers it", TIERS,
          "terme 05/01/2026 340, remise 20/01/2026 340, terme 05/02/2026 340", "pas encore"),
    Dette("statement, then a payment of the same day", TIERS,
          "releve 05/02/2026 700, paiement 05/02/2026 50", "pas encore"),
    Dette("a statement holds the term of its day", TIERS,
          "terme 05/02/2026 340, releve 05/02/2026 340", "pas encore"),
    Dette("last day of the rules", TIERS, "releve 31/12/2026 680", "impayes-2016 31/12/2026"),
    Dette("29 February", TIERS, "releve 29/02/2024 680", "impayes-2016 29/02/2024"),
    Dette("later movements are left out", TIERS, "terme 05/01/2026 340, terme 05/02/2026 340",
          "pas encore", au="04/02/2026"),
    Dette("seen on the very day", TIERS, "terme 05/01/2026 340, terme 05/02/2026 340",
          "impayes-2016 05/02/2026", au="05/02/2026"),
    Dette("two instalments of a home loan", "600 accession", "releve 10/03/2026 1200",
          "impayes-2016 10/03/2026"),
    Dette("less than two instalments", "600 accession", "releve 10/03/2026 1199", "pas encore"),
    Dette("home loan, aid to the lender", "600 - 150 tiers accession", "releve 10/03/2026 900",
          "impayes-2016 10/03/2026"),
    Dette("no charges", "512", "releve 10/03/2026 1024", "impayes-2016 10/03/2026"),
    Dette("constituted in 2026, it keeps its rules in 2027", TIERS, "releve 05/12/2026 700",
          "impayes-2016 05/12/2026", au="15/06/2027"),
)  # fmt: skip


@pytest.mark.parametrize("cas", ECHEANCES, ids=lambda cas: cas.nom)
def test_a_deadline_falls_on_the_day_worked_out_by_hand(cas: Cas) -> None:
    assert dit(JEU, cas) == cas.attendu


@pytest.mark.parametrize("cas", DETTES, ids=lambda cas: cas.nom)
def test_an_arrear_exists_from_the_day_worked_out_by_hand(cas: Dette) -> None:
    assert dit_constitution(cas) == cas.attendu


@pytest.mark.parametrize(
    ("bail", "mouvements", "phrase"),
    [
        pytest.param(TIERS, "releve 12/03/2026 1284",
                     "dette 1 284,00 € ≥ 2 × (512,00 + 38,00 - 210,00) = 680,00 € le 12/03/2026",
                     id="net of the aid"),
        pytest.param(LOCATAIRE, "releve 12/03/2026 1284",
                     "dette 1 284,00 € ≥ 2 × (512,00 + 38,00) = 1 100,00 € le 12/03/2026", id="gross"),
        pytest.param("600 accession", "releve 12/03/2026 1284",
                     "dette 1 284,00 € ≥ 2 × 600,00 = 1 200,00 € le 12/03/2026", id="home loan"),
        pytest.param(TIERS, "releve 12/03/2026 700, paiement 02/04/2026 500, paiement 02/05/2026 50",
                     "dette 700,00 € ≥ 2 × (512,00 + 38,00 - 210,00) = 680,00 € le 12/03/2026 ; "
                     "redescendue sous le seuil le 02/04/2026 (150,00 € désormais), "
                     "l'impayé demeure jusqu'au solde",
                     id="fallen below"),
    ],
)  # fmt: skip
def test_the_sum_is_said(bail: str, mouvements: str, phrase: str) -> None:
    _, found = constitue(Dette("", bail, mouvements, ""))
    assert isinstance(found, Constitue)
    assert plain(found.phrase) == phrase


@pytest.mark.parametrize(
    ("bail", "phrase"),
    [
        pytest.param("?", "Le loyer manque : le seuil de l'impayé ne peut pas être calculé.", id="no rent"),
        pytest.param("? accession",
                     "La mensualité du prêt manque : le seuil de l'impayé ne peut pas être calculé.",
                     id="no instalment"),
        pytest.param("512 tiers",
                     "Le montant de l'aide manque : le seuil de l'impayé ne peut pas être calculé.",
                     id="no aid"),
        pytest.param("512 - 210 payé ?",
                     "Il faut savoir à qui l'aide est versée pour calculer le seuil de l'impayé.",
                     id="paid to whom"),
        pytest.param("200 - 210 tiers",
                     "L'aide couvre tout le loyer : le seuil de l'impayé ne peut pas être calculé.",
                     id="aid above the rent"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said(bail: str, phrase: str) -> None:
    _, found = constitue(Dette("", bail, "releve 12/03/2026 1284", ""))
    assert found == PasEncore(phrase, calculable=False)
