"""What becomes of the requests for aids: states, postponements, sessions, payments and loans, by hand."""

from collections import Counter

from sheet import Sheet, median

PERIOD = "{0} >= :debut AND {0} < :fin"
DELAY = "CAST(julianday(date_decision) - julianday(date_demande) AS INTEGER)"


class Aids(Sheet):
    """The chapters of what follows a request."""

    def requests(self) -> None:
        states = Counter(dict(self.rows(
            "SELECT CASE WHEN decision <> 'en_attente' AND (date_decision IS NULL OR date_decision < :fin) "
            "THEN decision WHEN EXISTS (SELECT 1 FROM ajournements j WHERE j.aide_id = aides.id "
            "AND j.date < :fin) THEN 'ajournement' ELSE 'en_attente' END AS etat, count(*) "
            f"FROM aides WHERE {PERIOD.format('date_demande')} GROUP BY etat"
        )))  # fmt: skip
        asked = self.found["aides.demandees"] = sum(states.values())
        self.split("aides.statut", self.lists.decisions, states, asked)
        (urgent,) = self.row(f"SELECT count(*) FROM aides WHERE {PERIOD.format('date_demande')} AND urgente")
        self.split("aides", ("urgentes",), Counter(urgentes=urgent), asked)

    def put_off(self) -> None:
        (self.found["aides.ajournees"],) = self.row(
            f"SELECT count(*) FROM (SELECT aide_id FROM ajournements WHERE {PERIOD.format('date')} "
            f"UNION SELECT id FROM aides WHERE {PERIOD.format('date_decision')} "
            "AND decision = 'ajournement')"
        )

    def delays(self) -> None:
        every: Counter[int] = Counter()
        urgent: Counter[int] = Counter()
        decided: Counter[str] = Counter()
        quick = 0
        for decision, rush, days, number in self.rows(
            f"SELECT decision, coalesce(urgente, 0) AS rush, {DELAY} AS d, count(*) FROM aides "
            f"WHERE {PERIOD.format('date_decision')} "
            "AND decision IN ('accord', 'accord_partiel', 'refus', 'ajournement') GROUP BY decision, rush, d"
        ):
            every[days] += number
            decided[decision] += number
            if decision != "ajournement":
                quick += number * (days <= 30)
                urgent[days] += number * rush
        self.found["aides.refusees"] = decided["refus"]
        self.found["aides.delai_median"] = median(sorted(every.items()))
        self.found["aides.delai_median_urgentes"] = median(sorted((+urgent).items()))
        total = self.found["aides.decidees"] = decided.total() - decided["ajournement"]
        name = "decidees_en_30_jours"
        self.split("aides", (name,), Counter({name: quick}), total)

    def examined(self) -> None:
        seen = {key: Counter[str]() for key in self.lists.instances.values()}
        names = {"accord": "accords", "accord_partiel": "accords", "ajournement": "ajournements"}
        for instance, decision, number in self.rows(
            "SELECT c.instance, decision, count(*) FROM aides a JOIN seances_commission c "
            f"ON c.id = a.seance_id WHERE {PERIOD.format('a.date_decision')} "
            "AND decision IN ('accord', 'accord_partiel', 'refus', 'ajournement') "
            "GROUP BY c.instance, decision"
        ):
            seen[self.lists.instances[instance]][names.get(decision, decision)] += number
        for instance, number in self.rows(
            "SELECT c.instance, count(*) FROM ajournements j JOIN seances_commission c "
            f"ON c.id = j.seance_id WHERE {PERIOD.format('j.date')} GROUP BY c.instance"
        ):
            seen[self.lists.instances[instance]]["ajournements"] += number
        for key, numbers in seen.items():
            address = f"commission.{key}"
            self.found[f"{address}.demandes"] = numbers.total()
            self.split(address, ("accords", "refus", "ajournements"), numbers, numbers.total())

    def payments(self) -> None:
        numbers: Counter[str] = Counter()
        sums: Counter[str] = Counter()
        for forme, destinataire, number, amount in self.rows(
            "SELECT forme, destinataire, count(*), sum(montant) FROM paiements "
            f"WHERE {PERIOD.format('date_versement')} GROUP BY forme, destinataire"
        ):
            for key in ("", f".forme.{forme}", f".destinataire.{destinataire}"):
                numbers[key] += number
                sums[key] += amount
        base = "paiements.verses"
        self.found[f"{base}.nombre"], self.found[f"{base}.montant"] = numbers[""], sums[""]
        axes = (("forme", self.lists.formes), ("destinataire", self.lists.destinataires))
        for key in (f".{axis}.{code}" for axis, codes in axes for code in codes):
            self.found[f"{base}{key}.nombre"] = numbers[key]
            self.found[f"{base}{key}.montant"] = sums[key]
            self.share(f"{base}{key}.montant.part", sums[key], sums[""])
        due = (
            "date_prevue < :fin AND (date_versement IS NULL OR date_versement >= :fin) "
            "AND (date_annulation IS NULL OR date_annulation >= :fin)"
        )
        for name, where in (
            ("retournes", PERIOD.format("date_retour")),
            ("annules", PERIOD.format("date_annulation")),
            ("a_verser", due),
        ):
            self.found[f"paiements.{name}.nombre"], self.found[f"paiements.{name}.montant"] = self.row(
                f"SELECT count(*), coalesce(sum(montant), 0) FROM paiements WHERE {where}"
            )

    def loans(self) -> None:
        granted = "decision IN ('accord', 'accord_partiel') AND montant_pret > 0"
        self.found["prets.accordes.nombre"], self.found["prets.accordes.montant"] = self.row(
            "SELECT count(*), coalesce(sum(montant_pret), 0) FROM aides "
            f"WHERE {PERIOD.format('date_decision')} AND {granted}"
        )
        moved = dict(self.rows(
            f"SELECT type = 'remise', sum(montant) FROM mouvements_pret WHERE {PERIOD.format('date')} "
            "GROUP BY 1"
        ))  # fmt: skip
        self.found["prets.rembourses.montant"], self.found["prets.remis.montant"] = (
            moved.get(0, 0),
            moved.get(1, 0),
        )
        names = (f"prets.encours.{name}" for name in ("nombre", "montant", "du"))
        found = self.row(
            "SELECT count(*), coalesce(sum(montant_pret - moins), 0), coalesce(sum(max(0, plus - moins)), 0) "
            "FROM (SELECT montant_pret, coalesce(m.total, 0) AS moins, coalesce(p.total, 0) AS plus "
            "FROM aides a LEFT JOIN (SELECT aide_id, sum(montant) AS total FROM mouvements_pret "
            "WHERE date < :fin GROUP BY aide_id) m ON m.aide_id = a.id "
            "LEFT JOIN (SELECT aide_id, sum(montant) FILTER (WHERE date_retour IS NULL "
            "OR date_retour >= :fin) AS total FROM paiements WHERE forme = 'pret' "
            "AND date_versement < :fin GROUP BY aide_id) p ON p.aide_id = a.id "
            f"WHERE date_decision < :fin AND {granted}) WHERE montant_pret <> moins"
        )
        self.found |= dict(zip(names, found, strict=True))
