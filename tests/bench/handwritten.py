"""The yearly figures as plain SQL written by hand, on the driver's own connection.

It shares nothing with the engine: it is what its speed is compared with, and a second count of its values.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher

from caseapp.domain.text import fold

Value = int | Fraction | None
Values = dict[str, Value]
GRANTED = "decision IN ('accord', 'accord_partiel')"


def yearly_figures(raw: sqlcipher.Connection, year: int) -> tuple[Values, Values]:
    """Return every figure of the year and of the year before, by address."""
    lists = Lists(raw)
    return tuple(Year(raw, lists, number).values() for number in (year, year - 1))  # type: ignore[return-value]


def key_of(text: str) -> str:
    """Return a text as it stands in an address."""
    return fold(text).replace(" ", "_")


class Lists:
    """The keys that the addresses run over, read once for both years."""

    def __init__(self, raw: sqlcipher.Connection) -> None:
        def codes(name: str) -> list[str]:
            return [code for (code,) in raw.execute(f"SELECT code FROM code_{name}")]

        self.cible_of: dict[str, str] = dict(raw.execute("SELECT code, cible FROM code_motif").fetchall())
        self.cibles, self.natures, self.origines = codes("cible"), codes("nature"), codes("origine")
        self.modes, self.statuts, self.domaines = codes("mode"), codes("statut"), codes("domaine")
        self.demandeurs, self.aides_logement = codes("demandeur"), codes("aide_logement")
        self.origines_signalement, self.types_action = codes("origine_signalement"), codes("type_action")
        self.lieux = {i: key_of(code) for i, code in raw.execute("SELECT id, code FROM lieux")}
        types = raw.execute("SELECT id, code, domaine FROM types_aide").fetchall()
        self.types_aide = {ident: key_of(code) for ident, code, _ in types}
        self.domaine_of = {ident: domaine for ident, _, domaine in types}
        self.campagnes = _present(raw, "offres_contact", "campagne")
        self.themes = _present(raw, "actions_collectives", "theme")
        self.instances = _present(raw, "seances_commission", "instance")


def _present(raw: sqlcipher.Connection, table: str, column: str) -> dict[str, str]:
    """Return the texts of a column, jumping from one to the next in its index, with their keys."""
    found = raw.execute(
        f"WITH RECURSIVE t(x) AS (SELECT min({column}) FROM {table} UNION ALL "
        f"SELECT (SELECT min({column}) FROM {table} WHERE {column} > t.x) FROM t WHERE t.x IS NOT NULL) "
        "SELECT x FROM t WHERE x IS NOT NULL"
    )
    return {text: key_of(text) for (text,) in found}


class Year:
    """The figures of one civil year."""

    def __init__(self, raw: sqlcipher.Connection, lists: Lists, year: int) -> None:
        self.raw, self.lists, self.year = raw, lists, year
        self.found: Values = {}
        self.given = {
            "debut": f"{year}-01-01",
            "fin": f"{year + 1}-01-01",
            "dernier": f"{year}-12-31",
            "avant": f"{year - 2}-01-01",
        }

    def values(self) -> Values:
        """Return every figure by address."""
        for chapter in (
            self.interventions, self.flow, self.families, self.appointments, self.platform, self.offers,
            self.aids, self.requests, self.commissions, self.arrears, self.local_target, self.dwellings,
            self.rsa, self.groups, self.outreach,
        ):  # fmt: skip
            chapter()
        return self.found

    def rows(self, statement: str) -> list[Any]:
        return self.raw.execute(statement, self.given).fetchall()  # type: ignore[no-any-return]

    def row(self, statement: str) -> Sequence[Any]:
        return self.raw.execute(statement, self.given).fetchone()  # type: ignore[no-any-return]

    def share(self, address: str, part: int, base: int | Fraction, factor: int = 100) -> None:
        self.found[address] = Fraction(part * factor, base) if base else None

    def split(self, prefix: str, keys: Iterable[str], counts: Counter[str], base: int, end: str = "") -> None:
        for key in keys:
            address = f"{prefix}.{key}{end}"
            self.found[address] = counts[key]
            self.share(f"{address}.part", counts[key], base)

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
        self.found["interventions.duree_mediane"] = _median(days)
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

    def requests(self) -> None:
        (self.found["aides.demandees"],) = self.row(
            "SELECT count(*) FROM aides WHERE date_demande >= :debut AND date_demande < :fin"
        )
        delays: Counter[int] = Counter()
        decided: Counter[str] = Counter()
        for decision, days, number in self.rows(
            "SELECT decision, CAST(julianday(date_decision) - julianday(date_demande) AS INTEGER) AS d, "
            "count(*) FROM aides WHERE date_decision >= :debut AND date_decision < :fin "
            "AND decision IN ('accord', 'accord_partiel', 'refus', 'ajournement') GROUP BY decision, d"
        ):
            decided[decision] += number
            delays[days] += number
        self.found["aides.refusees"] = decided["refus"]
        self.found["aides.ajournees"] = decided["ajournement"]
        self.found["aides.delai_median"] = _median(sorted(delays.items()))

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

    def arrears(self) -> None:
        counts = Counter(dict(self.rows(
            "SELECT aide_logement, count(*) FROM impayes WHERE date_signalement >= :debut "
            "AND date_signalement < :fin GROUP BY aide_logement"
        )))  # fmt: skip
        total = self.found["impayes.signales.total"] = sum(counts.values())
        self.split("impayes.signales", self.lists.aides_logement, counts, total)
        known = dict(
            self.raw.execute("SELECT code, valeur FROM reperes WHERE annee = ?", (self.year,)).fetchall()
        )
        for key in (*self.lists.aides_logement, "total"):
            base = Fraction(known.get(f"beneficiaires_aide_logement.{key}", 0))
            self.share(f"impayes.taux.{key}", total if key == "total" else counts[key], base)

    def local_target(self) -> None:
        families, solved, administrative, social = self.row(
            "SELECT count(DISTINCT famille_id), "
            "count(DISTINCT CASE WHEN issue IN ('resolu', 'plan_en_cours') "
            "AND date_issue < :fin THEN famille_id END), "
            "count(DISTINCT CASE WHEN accompagnement_administratif THEN famille_id END), "
            "count(DISTINCT CASE WHEN accompagnement_social THEN famille_id END) FROM impayes "
            "WHERE date_signalement >= :debut AND date_signalement < :fin AND cible_locale"
        )
        address = "impayes.cible_locale"
        self.found[f"{address}.familles"], self.found[f"{address}.resolus_ou_plan"] = families, solved
        self.found[f"{address}.accompagnement_administratif"] = administrative
        self.found[f"{address}.accompagnement_social"] = social
        self.share(f"{address}.taux_solution", solved, families)

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
        self.found["indecence.levees"], self.found["indecence.travaux"] = counted("travaux", "date_levee")

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


def _median(counts: Sequence[tuple[int, int]]) -> Fraction | None:
    """Return the median of (value, how many), in ascending order."""
    total = sum(number for _, number in counts)
    seen, middle = 0, []
    for value, number in counts:
        seen += number
        middle += [value] * (len(middle) == 0 and 2 * seen >= total)
        if 2 * seen > total:
            return Fraction(middle[0] + value, 2)
    return None
