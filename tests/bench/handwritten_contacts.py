"""Interventions, families, appointments, calls and offers, by hand."""

from collections import Counter

from sheet import Sheet, median


class Contacts(Sheet):
    """The chapters of what is done with families."""

    def interventions(self) -> None:
        cells: Counter[tuple[str, str]] = Counter()
        motifs: Counter[str] = Counter()
        origines: Counter[str] = Counter()
        for motif, nature, origine, number in self.rows(
            "SELECT motif, nature, origine, count(*) FROM interventions WHERE date_ouverture < :fin "
            "AND (date_cloture IS NULL OR date_cloture >= :debut) GROUP BY motif, nature, origine"
        ):
            cible = self.lists.cible_of[motif]
            for cell in ((cible, nature), (cible, "total"), ("total", nature), ("total", "total")):
                cells[cell] += number
            motifs[motif] += number
            origines[origine] += number
        total = self.found["cibles.total.total"] = cells["total", "total"]
        for nature in (*self.lists.natures, "total"):
            base = cells["total", nature]
            counts = Counter({cible: cells[cible, nature] for cible in self.lists.cibles})
            self.split("cibles", self.lists.cibles, counts, base, f".{nature}")
            if nature != "total":
                self.split("cibles.total", (nature,), Counter({nature: base}), total)
        self.split("motifs", self.lists.cible_of, motifs, total, ".total")
        self.split("origines", self.lists.origines, origines, total)

    def flow(self) -> None:
        (self.found["interventions.ouvertes"],) = self.row(
            "SELECT count(*) FROM interventions WHERE date_ouverture >= :debut AND date_ouverture < :fin"
        )
        days = self.rows(
            "SELECT CAST(julianday(date_cloture) - julianday(date_ouverture) AS INTEGER) AS d, count(*) "
            "FROM interventions WHERE date_cloture >= :debut AND date_cloture < :fin GROUP BY d ORDER BY d"
        )
        self.found["interventions.closes"] = sum(number for _, number in days)
        self.found["interventions.duree_mediane"] = median(days)
        (held,) = self.row(
            "SELECT count(*) FROM rendez_vous r JOIN interventions i ON i.id = r.intervention_id "
            "WHERE r.date >= :debut AND r.date < :fin AND r.statut = 'honore' "
            "AND i.nature = 'accompagnement_social' AND i.date_ouverture < :fin "
            "AND (i.date_cloture IS NULL OR i.date_cloture >= :debut)"
        )
        running = self.found["cibles.total.accompagnement_social"]
        assert isinstance(running, int)
        self.found["interventions.entretiens"] = held
        self.share("interventions.entretiens_par_accompagnement", held, running, 1)

    def families(self) -> None:
        natures = self.lists.natures
        by_nature = "".join(f", max(nature = '{nature}') AS n{i}" for i, nature in enumerate(natures))
        sums = "".join(f", sum(n{i})" for i in range(len(natures)))
        active = "date_ouverture < :fin AND (date_cloture IS NULL OR date_cloture >= :debut)"
        total, *numbers = self.row(
            f"SELECT count(*){sums} FROM (SELECT famille_id{by_nature} FROM interventions WHERE {active} "
            "GROUP BY famille_id)"
        )
        self.found["familles.total"] = total
        self.found |= {f"familles.{nature}": n or 0 for nature, n in zip(natures, numbers, strict=True)}
        (self.found["familles.nouvelles"],) = self.row(
            "SELECT count(DISTINCT famille_id) FROM interventions i WHERE date_ouverture >= :debut "
            "AND date_ouverture < :fin AND NOT EXISTS (SELECT 1 FROM interventions b WHERE "
            "b.famille_id = i.famille_id AND b.date_ouverture < :debut "
            "AND (b.date_cloture IS NULL OR b.date_cloture >= :avant))"
        )

    def appointments(self) -> None:
        modes, statuts = self.lists.modes, self.lists.statuts
        by_mode = "".join(
            f", count(*) FILTER (WHERE statut = 'honore' AND mode = '{mode}')" for mode in modes
        )
        by_statut = "".join(f", count(*) FILTER (WHERE statut = '{statut}')" for statut in statuts)
        every, *numbers = self.row(
            f"SELECT count(*){by_mode}{by_statut} FROM rendez_vous WHERE date >= :debut AND date < :fin"
        )
        found = Counter(dict(zip((*modes, *statuts), numbers, strict=True)))
        honoured = found["honore"]
        lieux = Counter({self.lists.lieux.get(lieu, ""): number for lieu, number in self.rows(
            "SELECT lieu_id, count(*) FROM rendez_vous WHERE date >= :debut AND date < :fin "
            "AND statut = 'honore' GROUP BY lieu_id"
        )})  # fmt: skip
        self.found["rendez_vous.tous"], self.found["rendez_vous.total"] = every, honoured
        self.split("rendez_vous.mode", modes, found, honoured)
        self.split("rendez_vous.lieu", self.lists.lieux.values(), lieux, honoured)
        self.split("rendez_vous.statut", statuts, found, every)
        trades = dict(self.rows(
            "SELECT a.metier, count(*) FROM rendez_vous r JOIN agents a ON a.id = r.agent_id "
            "WHERE r.date >= :debut AND r.date < :fin AND r.statut = 'honore' "
            "AND r.type = 'rendez_vous_des_droits' GROUP BY a.metier"
        ))  # fmt: skip
        rights = self.found["rendez_vous_droits.total"] = sum(trades.values())
        held = Counter(
            travailleurs_sociaux=trades.get("assistant_social", 0) + trades.get("cesf", 0),
            conseillers=trades.get("conseiller", 0),
        )
        self.split("rendez_vous_droits", held, held, rights)

    def rights(self) -> None:
        found: Counter[str] = Counter()
        obtained: Counter[str] = Counter()
        for etat, droit, number in self.rows(
            "SELECT d.etat, d.droit, count(*) FROM droits_examines d "
            "JOIN rendez_vous r ON r.id = d.rendez_vous_id "
            "WHERE d.date_etat >= :debut AND d.date_etat < :fin AND r.statut = 'honore' "
            "AND r.type = 'rendez_vous_des_droits' GROUP BY d.etat, d.droit"
        ):
            found[etat] += number
            if etat == "obtenu":
                obtained[droit] += number
        total = self.found["droits.total"] = found.total()
        self.split("droits.etat", self.lists.etats_droit, found, total)
        for droit in self.lists.droits:
            self.found[f"droits.droit.{droit}.obtenus"] = obtained[droit]

    def platform(self) -> None:
        calls, answered, booked = self.row(
            "SELECT count(*), count(*) FILTER (WHERE decroche), "
            "count(*) FILTER (WHERE suite = 'rendez_vous') FROM appels WHERE date >= :debut AND date < :fin"
        )
        self.found["plateforme.appels_recus"] = calls
        self.found["plateforme.contacts_traites"] = answered
        self.found["plateforme.rendez_vous_programmes"] = booked
        self.share("plateforme.taux_decroche", answered, calls)
        self.share("plateforme.taux_rendez_vous", booked, answered)

    def offers(self) -> None:
        sent: Counter[str] = Counter()
        accepted: Counter[str] = Counter()
        for campagne, motif, number, yes in self.rows(
            "SELECT campagne, motif, count(*), count(*) FILTER (WHERE reponse = 'acceptee' "
            "AND (date_reponse IS NULL OR date_reponse < :fin)) FROM offres_contact "
            "WHERE date_offre >= :debut AND date_offre < :fin GROUP BY campagne, motif"
        ):
            for key in (f"campagne.{self.lists.campagnes.get(campagne)}", f"motif.{motif}"):
                sent[key] += number
                accepted[key] += yes
        keys = [f"campagne.{key}" for key in self.lists.campagnes.values()]
        keys += [f"motif.{motif}" for motif in self.lists.cible_of]
        for key in keys:
            self.found[f"offres.{key}.envoyees"] = sent[key]
            self.found[f"offres.{key}.acceptees"] = accepted[key]
            self.share(f"offres.{key}.taux", accepted[key], sent[key])
