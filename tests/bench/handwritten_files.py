"""Aids, commissions, group work and outreach, by hand."""

from collections import Counter, defaultdict

from sheet import Sheet

GRANTED = "decision IN ('accord', 'accord_partiel')"


class Files(Sheet):
    """The chapters of what is decided, reported and run."""

    def aids(self) -> None:
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        lists = self.lists
        for ident, demandeur, number, loans, grants in self.rows(
            "SELECT type_aide_id, demandeur, count(*), sum(coalesce(montant_pret, 0)), "
            "sum(coalesce(montant_subvention, 0)) FROM aides WHERE date_decision >= :debut "
            f"AND date_decision < :fin AND {GRANTED} GROUP BY type_aide_id, demandeur"
        ):
            keys = ("total", f"domaine.{lists.domaine_of[ident]}", f"type.{lists.types_aide[ident]}")
            for key in (*keys, f"demandeur.{demandeur}"):
                counts[key] += Counter(nombre=number, prets=loans, subventions=grants, montant=loans + grants)
        self.aided_families(counts)
        keys = ["total", *(f"domaine.{key}" for key in lists.domaines)]
        keys += [f"type.{key}" for key in lists.types_aide.values()]
        keys += [f"demandeur.{key}" for key in lists.demandeurs]
        for key in keys:
            for measure in ("nombre", "familles", "prets", "subventions", "montant"):
                self.found[f"aides.{key}.{measure}"] = counts[key][measure]
            for measure in ("nombre", "familles", "montant") if key != "total" else ():
                self.share(f"aides.{key}.{measure}.part", counts[key][measure], counts["total"][measure])

    def aided_families(self, counts: dict[str, Counter[str]]) -> None:
        decided = f"date_decision >= :debut AND date_decision < :fin AND {GRANTED}"
        families = f"count(DISTINCT famille_id) FROM aides WHERE {decided}"
        (counts["total"]["familles"],) = self.row(f"SELECT {families}")
        for ident, number in self.rows(f"SELECT type_aide_id, {families} GROUP BY type_aide_id"):
            counts[f"type.{self.lists.types_aide[ident]}"]["familles"] = number
        for demandeur, number in self.rows(f"SELECT demandeur, {families} GROUP BY demandeur"):
            counts[f"demandeur.{demandeur}"]["familles"] = number
        for domaine, number in self.rows(
            "SELECT t.domaine, count(DISTINCT famille_id) FROM aides "
            f"JOIN types_aide t ON t.id = type_aide_id WHERE {decided} GROUP BY t.domaine"
        ):
            counts[f"domaine.{domaine}"]["familles"] = number

    def commissions(self) -> None:
        def in_force(column: str) -> str:
            return (
                f"(SELECT o.{column} FROM situations o WHERE o.famille_id = m.famille_id "
                f"AND o.date_effet <= m.first ORDER BY o.date_effet DESC LIMIT 1) AS {column}"
            )

        held = dict(self.rows(
            "SELECT instance, count(*) FROM seances_commission WHERE date >= :debut AND date < :fin "
            "GROUP BY instance"
        ))  # fmt: skip
        found = {row[0]: row[1:] for row in self.rows(
            "SELECT instance, count(*), sum(amount), count(*) FILTER (WHERE composition = 'monoparentale'), "
            "count(*) FILTER (WHERE quotient_familial < 50000), count(*) FILTER (WHERE minima_sociaux) "
            f"FROM (SELECT instance, amount, {in_force('composition')}, {in_force('quotient_familial')}, "
            f"{in_force('minima_sociaux')} FROM (SELECT c.instance, a.famille_id, min(c.date) AS first, "
            "sum(coalesce(a.montant_pret, 0) + coalesce(a.montant_subvention, 0)) AS amount "
            "FROM aides a JOIN seances_commission c ON c.id = a.seance_id "
            f"WHERE a.date_decision >= :debut AND a.date_decision < :fin AND a.{GRANTED} "
            "GROUP BY c.instance, a.famille_id) m) GROUP BY instance"
        )}  # fmt: skip
        for instance, key in self.lists.instances.items():
            families, amount, *profile = found.get(instance, (0,) * 5)
            address = f"commission.{key}"
            self.found[f"{address}.seances"] = held.get(instance, 0)
            self.found[f"{address}.menages"], self.found[f"{address}.montant"] = families, amount
            names = ("monoparentales", "qf_inferieur_500", "minima_sociaux")
            self.split(address, names, Counter(dict(zip(names, profile, strict=True))), families)

    def groups(self) -> None:
        types: Counter[str] = Counter()
        themes: Counter[str] = Counter()
        shared = people = 0
        for kind, theme, number, together, participants in self.rows(
            "SELECT type, theme, count(*), count(*) FILTER (WHERE co_animation), "
            "sum(coalesce(participants, 0)) FROM actions_collectives WHERE date_debut < :fin "
            "AND (date_fin IS NULL OR date_fin >= :debut) GROUP BY type, theme"
        ):
            types[kind] += number
            themes[self.lists.themes.get(theme, "")] += number
            shared, people = shared + together, people + participants
        total = sum(types.values())
        address = "actions_collectives"
        self.found[f"{address}.nombre"], self.found[f"{address}.participants"] = total, people
        self.split(f"{address}.type", self.lists.types_action, types, total)
        self.split(f"{address}.theme", self.lists.themes.values(), themes, total)
        self.split(address, ("co_animees",), Counter(co_animees=shared), total)
        (self.found[f"{address}.seances"],) = self.row(
            "SELECT count(*) FROM seances_collectives WHERE date >= :debut AND date < :fin"
        )

    def outreach(self) -> None:
        counts: Counter[str] = Counter()
        people = 0
        for lieu, number, received in self.rows(
            "SELECT lieu_id, count(*), sum(coalesce(personnes_recues, 0)) FROM permanences "
            "WHERE date >= :debut AND date < :fin GROUP BY lieu_id"
        ):
            counts[self.lists.lieux[lieu]] += number
            people += received
        total = sum(counts.values())
        self.found["permanences.tenues"], self.found["permanences.personnes_recues"] = total, people
        self.split("permanences.lieu", self.lists.lieux.values(), counts, total)
