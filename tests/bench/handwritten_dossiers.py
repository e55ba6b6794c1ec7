"""Arrears, their plans, dwellings and RSA follow-up, by hand."""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from sheet import Sheet, median

PAST = (
    "(SELECT e.issue FROM etats_impaye e WHERE e.impaye_id = impayes.id AND e.date_debut <= :dernier "
    "AND e.date_fin > :dernier ORDER BY e.date_debut DESC LIMIT 1)"
)
"""The issue that an arrear had on the last day, and has no longer."""


class Dossiers(Sheet):
    """The chapters of the files followed over time."""

    def arrears(self) -> None:
        counts = Counter(dict(self.rows(
            "SELECT aide_logement, count(*) FROM impayes WHERE date_signalement >= :debut "
            "AND date_signalement < :fin GROUP BY aide_logement"
        )))  # fmt: skip
        total = self.found["impayes.signales.total"] = sum(counts.values())
        self.split("impayes.signales", self.lists.aides_logement, counts, total)
        ways = Counter(dict(self.rows(
            "SELECT procedure, count(*) FROM impayes WHERE date_signalement >= :debut "
            "AND date_signalement < :fin GROUP BY procedure"
        )))  # fmt: skip
        self.split("impayes.procedure", self.lists.procedures, ways, total)
        known = dict(
            self.raw.execute("SELECT code, valeur FROM reperes WHERE annee = ?", (self.year,)).fetchall()
        )
        for key in (*self.lists.aides_logement, "total"):
            base = Fraction(known.get(f"beneficiaires_aide_logement.{key}", 0))
            self.share(f"impayes.taux.{key}", total if key == "total" else counts[key], base)

    def local_target(self) -> None:
        families, solved, administrative, social = self.row(
            "SELECT count(DISTINCT famille_id), "
            f"count(DISTINCT CASE WHEN CASE WHEN date_issue < :fin THEN issue ELSE {PAST} END "
            "IN ('resolu', 'plan_en_cours') THEN famille_id END), "
            "count(DISTINCT CASE WHEN accompagnement_administratif THEN famille_id END), "
            "count(DISTINCT CASE WHEN accompagnement_social THEN famille_id END) FROM impayes "
            "WHERE date_signalement >= :debut AND date_signalement < :fin AND cible_locale"
        )
        address = "impayes.cible_locale"
        self.found[f"{address}.familles"], self.found[f"{address}.resolus_ou_plan"] = families, solved
        self.found[f"{address}.accompagnement_administratif"] = administrative
        self.found[f"{address}.accompagnement_social"] = social
        self.share(f"{address}.taux_solution", solved, families)

    def arrears_life(self) -> None:
        state = (
            f"CASE WHEN date_issue < :fin THEN coalesce(issue, '') ELSE coalesce({PAST}, "
            "CASE WHEN date_issue IS NULL THEN issue END, '') END"
        )
        states = dict(self.rows(
            f"SELECT {state} AS etat, count(*) FROM impayes WHERE date_signalement < :fin GROUP BY etat"
        ))  # fmt: skip
        ended = states.get("resolu", 0) + states.get("sans_solution", 0)
        self.found["impayes.ouverts"] = sum(states.values()) - ended
        self.found["impayes.ouverts_avec_plan"] = states.get("plan_en_cours", 0)
        delays = Counter(dict(self.rows(
            "SELECT max(0, CAST(julianday(jour) - julianday(date_signalement) AS INTEGER)) AS d, count(*) "
            "FROM (SELECT date_signalement, coalesce(date_premier_contact, "
            "(SELECT min(date) FROM faits_impaye WHERE impaye_id = impayes.id AND nature = 'contact')) "
            "AS jour FROM impayes "
            "WHERE date_signalement >= :debut AND date_signalement < :fin) WHERE jour < :fin GROUP BY d"
        )))  # fmt: skip
        reported = self.found["impayes.signales.total"]
        assert isinstance(reported, int)
        self.split("impayes", ("contactes",), Counter(contactes=delays.total()), reported)
        self.found["impayes.delai_premier_contact"] = median(sorted(delays.items()))
        suites = Counter(dict(self.rows(
            "SELECT coalesce(suite_logement, ''), count(*) FROM impayes WHERE date_issue >= :debut "
            "AND date_issue < :fin AND issue IN ('resolu', 'sans_solution') GROUP BY suite_logement"
        )))  # fmt: skip
        known = self.found["impayes.suites_connues"] = suites.total() - suites[""]
        self.found["impayes.clos"] = suites.total()
        self.found["impayes.maintiens"] = suites["maintien"]
        self.found["impayes.expulsions"] = suites["expulsion"]
        self.share("impayes.taux_maintien", suites["maintien"], known)

    def plans(self) -> None:
        for name, day in (("signes", "date_plan"), ("rompus", "date_rupture")):
            (self.found[f"impayes.plans.{name}"],) = self.row(
                f"SELECT count(*) FROM plans_apurement WHERE {day} >= :debut AND {day} < :fin"
            )
        reached, kept = self.row(
            "SELECT count(*), count(*) FILTER (WHERE date_rupture IS NULL OR date_rupture > jour) FROM "
            "(SELECT date_rupture, min(date(date_effet, '+6 months'), "
            "date(date_effet, 'start of month', '+7 months', '-1 day')) AS jour FROM plans_apurement) "
            "WHERE jour >= :debut AND jour < :fin"
        )
        address = "impayes.plans"
        self.found[f"{address}.suivis_6_mois"], self.found[f"{address}.tenus_6_mois"] = reached, kept
        self.share(f"{address}.taux_tenus_6_mois", kept, reached)

    def dwellings(self) -> None:
        def counted(what: str, day: str) -> Sequence[int]:
            return self.row(
                f"SELECT count(*), count(*) FILTER (WHERE {what}) FROM logements_signales "
                f"WHERE {day} >= :debut AND {day} < :fin"
            )

        origins = Counter(dict(self.rows(
            "SELECT origine, count(*) FROM logements_signales WHERE date_signalement >= :debut "
            "AND date_signalement < :fin GROUP BY origine"
        )))  # fmt: skip
        total = sum(origins.values())
        self.found["indecence.signalements.total"] = total
        self.split("indecence.signalements", self.lists.origines_signalement, origins, total)
        results = dict(self.rows(
            "SELECT resultat, count(*) FROM logements_signales WHERE date_constat >= :debut "
            "AND date_constat < :fin GROUP BY resultat"
        ))  # fmt: skip
        visits, unfit, unsafe = (
            sum(results.values()),
            results.get("non_decent", 0),
            results.get("insalubre", 0),
        )
        self.found["indecence.constats"] = visits
        self.found["indecence.non_decents"], self.found["indecence.insalubres"] = unfit, unsafe
        self.found["indecence.non_decents_ou_insalubres"] = unfit + unsafe
        self.share("indecence.taux_non_decence", unfit + unsafe, visits)
        self.found["indecence.diagnostics"], self.found["indecence.assistances_maitrise_ouvrage"] = counted(
            "assistance_maitrise_ouvrage", "date_diagnostic"
        )
        self.found["indecence.conservations"], _ = counted("true", "date_conservation")
        _, self.found["indecence.travaux"] = counted("travaux", "date_levee")
        _, self.found["indecence.levees"] = counted("date_conservation IS NOT NULL", "date_levee")
        (self.found["indecence.logements_visites"],) = self.row(
            "SELECT count(DISTINCT coalesce('L' || logement_id, id)) FROM logements_signales "
            "WHERE date_constat >= :debut AND date_constat < :fin"
        )
        self.found["indecence.pertes"], _ = counted("true", "date_perte")
        (self.found["indecence.conservations_en_cours"],) = self.row(
            "SELECT count(*) FROM logements_signales WHERE date_conservation < :fin "
            "AND coalesce(date_levee, '9') >= :fin AND coalesce(date_perte, '9') >= :fin"
        )
        (self.found["indecence.prolongations"],) = self.row(
            "SELECT count(*) FROM prolongations_conservation WHERE date >= :debut AND date < :fin"
        )

    def rsa(self) -> None:
        running, late = self.row(
            "SELECT count(DISTINCT famille_id), count(DISTINCT CASE WHEN "
            "min(coalesce(date_fin, :dernier), :dernier) > "
            "(CAST(substr(date_designation, 1, 4) AS INTEGER) + 2) || substr(date_designation, 5) "
            "THEN famille_id END) FROM suivis_rsa "
            "WHERE date_designation < :fin AND (date_fin IS NULL OR date_fin >= :debut)"
        )
        (begun,) = self.row(
            "SELECT count(DISTINCT famille_id) FROM suivis_rsa "
            "WHERE date_designation >= :debut AND date_designation < :fin"
        )
        (ended,) = self.row(
            "SELECT count(DISTINCT famille_id) FROM suivis_rsa WHERE date_fin >= :debut AND date_fin < :fin"
        )
        names = ("accompagnes", "au_dela_de_24_mois", "entrees", "sorties")
        numbers = (running, late, begun, ended)
        self.found |= {f"rsa_monoparents.{name}": n for name, n in zip(names, numbers, strict=True)}

    def rsa_ends(self) -> None:
        families = Counter(dict(self.rows(
            "SELECT motif_fin, count(DISTINCT famille_id) FROM suivis_rsa "
            "WHERE date_fin >= :debut AND date_fin < :fin GROUP BY motif_fin"
        )))  # fmt: skip
        (total,) = self.row(
            "SELECT count(DISTINCT famille_id) FROM suivis_rsa WHERE date_fin >= :debut AND date_fin < :fin"
        )
        self.split("rsa_monoparents.sorties.motif", self.lists.motifs_fin, families, total)
        self.found["rsa_monoparents.duree_mediane"] = median(self.rows(
            "SELECT CAST(julianday(date_fin) - julianday(date_designation) AS INTEGER) AS d, count(*) "
            "FROM suivis_rsa WHERE date_fin >= :debut AND date_fin < :fin GROUP BY d ORDER BY d"
        ))  # fmt: skip

    def rsa_path(self) -> None:
        present, without = self.row(
            "SELECT count(DISTINCT famille_id), count(DISTINCT CASE WHEN id NOT IN "
            "(SELECT suivi_id FROM contrats_rsa WHERE date_signature < :fin) THEN famille_id END) "
            "FROM suivis_rsa WHERE date_designation < :fin AND (date_fin IS NULL OR date_fin >= :dernier)"
        )
        self.found["rsa_monoparents.presents"] = present
        self.split("rsa_monoparents", ("sans_contrat",), Counter(sans_contrat=without), present)
        for name, table, day in (
            ("contrats_signes", "contrats_rsa", "date_signature"),
            ("reexamens", "reexamens_rsa", "date"),
            ("freins_leves", "freins_rsa", "date_levee"),
        ):
            (self.found[f"rsa_monoparents.{name}"],) = self.row(
                f"SELECT count(*) FROM {table} WHERE {day} >= :debut AND {day} < :fin"
            )
        seen = Counter(dict(self.rows(
            "SELECT frein, count(*) FROM freins_rsa WHERE date_reperage >= :debut AND date_reperage < :fin "
            "GROUP BY frein"
        )))  # fmt: skip
        self.found["rsa_monoparents.freins.total"] = seen.total()
        self.split("rsa_monoparents.freins", self.lists.freins, seen, seen.total())
        (self.found["rsa_monoparents.accompagnement_global"],) = self.row(
            "SELECT count(DISTINCT famille_id) FROM suivis_rsa WHERE id IN (SELECT suivi_id "
            "FROM co_accompagnements WHERE type = 'accompagnement_global' AND date_debut < :fin "
            "AND (date_fin IS NULL OR date_fin >= :debut))"
        )
