"""Individual financial aids from the request to the last repayment: règlement, commission, payments, loans.

A closed session is sealed: its decisions change only after a rectification that says the new ones.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

CODE_LISTS = (
    "decideur", "destinataire", "etat_cofinancement", "motif_refus", "mouvement_pret", "unite_aide",
)  # fmt: skip


def text(table: str, column: str, length: int) -> tuple[str, str]:
    check = f"CONSTRAINT ck_{table}_{column}_rempli CHECK (length({column}) BETWEEN 1 AND {length})"
    return table, f"{column} VARCHAR({length}) {check}"


def yes_no(table: str, column: str) -> tuple[str, str]:
    check = f"CONSTRAINT ck_{table}_{column}_oui_non CHECK ({column} IN (true, false))"
    return table, f"{column} BOOLEAN {check}"


def link(table: str, column: str, target: str) -> tuple[str, str]:
    return table, f"{column} INTEGER CONSTRAINT fk_{table}_{column} REFERENCES {target} (id)"


def code(table: str, column: str) -> tuple[str, str]:
    return table, f"{column} VARCHAR(60) CONSTRAINT fk_{table}_{column} REFERENCES code_{column} (code)"


def day(table: str, column: str) -> tuple[str, str]:
    known = f"{column} BETWEEN '1900-01-01' AND '2199-12-31' AND coalesce(date({column}), '0001-01-01')"
    return table, f"{column} DATE CONSTRAINT ck_{table}_{column}_plausible CHECK ({known} = {column})"


def moment(table: str, column: str) -> tuple[str, str]:
    bounds = f"{column} BETWEEN '1900-01-01' AND '2199-12-31'"
    return table, f"{column} DATETIME CONSTRAINT ck_{table}_{column}_plausible CHECK ({bounds})"


def hour(table: str, column: str) -> tuple[str, str]:
    bounds = f"{column} BETWEEN '00:00:00.000000' AND '23:59:59.999999'"
    return table, f"{column} TIME CONSTRAINT ck_{table}_{column}_heure CHECK ({bounds})"


def count(table: str, column: str, low: int, high: int, kind: str = "INTEGER") -> tuple[str, str]:
    bounds = f"{column} BETWEEN {low} AND {high} AND round({column}) = {column}"
    return table, f"{column} {kind} CONSTRAINT ck_{table}_{column}_compte CHECK ({bounds})"


def cents(table: str, column: str) -> tuple[str, str]:
    return count(table, column, 0, 10_000_000_000, "BIGINT")


COLUMNS = (
    hour("seances_commission", "heure"),
    text("seances_commission", "lieu", 400),
    day("seances_commission", "date_limite"),
    text("seances_commission", "presents", 4000),
    text("seances_commission", "observations", 4000),
    moment("seances_commission", "close_le"),
    text("seances_commission", "close_par", 200),
    text("seances_commission", "empreinte", 64),
    yes_no("aides", "urgente"),
    cents("aides", "quotient_familial"),
    day("aides", "mois_qf"),
    count("aides", "quantite", 1, 1000),
    text("aides", "objet", 400),
    cents("aides", "cout"),
    cents("aides", "reste_a_charge"),
    day("aides", "date_projet"),
    text("aides", "expose", 20000),
    link("aides", "rendez_vous_id", "rendez_vous"),
    code("aides", "decideur"),
    code("aides", "motif_refus"),
    text("aides", "motif_decision", 400),
    day("aides", "date_notification"),
)
INDEXES: tuple[tuple[str, str, list[str], str | None], ...] = (
    ("ix_aides_en_attente", "aides", ["date_demande"], "date_decision IS NULL"),
    ("ix_aides_rendez_vous_id", "aides", ["rendez_vous_id"], "rendez_vous_id IS NOT NULL"),
    ("ix_lignes_budget_annee", "lignes_budget", ["annee"], None),
    (
        "ix_aides_reglement_reglement_id_type_aide_id",
        "aides_reglement",
        ["reglement_id", "type_aide_id"],
        None,
    ),
    ("ix_aides_reglement_type_aide_id", "aides_reglement", ["type_aide_id"], None),
    ("ix_pieces_reglement_aide_reglement_id_rang", "pieces_reglement", ["aide_reglement_id", "rang"], None),
    ("ix_tranches_qf_aide_reglement_id_qf_max", "tranches_qf", ["aide_reglement_id", "qf_max"], None),
    ("ix_ajournements_aide_id", "ajournements", ["aide_id"], None),
    ("ix_ajournements_date", "ajournements", ["date"], None),
    ("ix_ajournements_seance_id", "ajournements", ["seance_id"], None),
    ("ix_cofinancements_aide_id", "cofinancements", ["aide_id"], None),
    ("ix_mouvements_pret_aide_id_date", "mouvements_pret", ["aide_id", "date"], None),
    ("ix_mouvements_pret_date", "mouvements_pret", ["date"], None),
    ("ix_paiements_aide_id", "paiements", ["aide_id"], None),
    ("ix_paiements_date_versement", "paiements", ["date_versement"], None),
    ("ix_pieces_aide_aide_id", "pieces_aide", ["aide_id"], None),
    ("ix_plans_pret_aide_id_date_effet", "plans_pret", ["aide_id", "date_effet"], None),
    ("ix_rectifications_aide_id", "rectifications", ["aide_id"], None),
    ("ix_rectifications_seance_id", "rectifications", ["seance_id"], None),
    ("ix_echeances_pret_date_echeance", "echeances_pret", ["date_echeance"], None),
)
TABLES = (
    "echeances_pret",
    "rectifications",
    "plans_pret",
    "pieces_aide",
    "paiements",
    "mouvements_pret",
    "cofinancements",
    "ajournements",
    "tranches_qf",
    "pieces_reglement",
    "aides_reglement",
    "modeles_lettre",
    "lignes_budget",
    "reglements",
    "instances_commission",
)
_DECISION = ("decision", "date_decision", "montant_pret", "montant_subvention", "seance_id")
_SEAL = ("date", "instance", "presents", "observations", "close_le", "close_par", "empreinte")


def _differs(columns: tuple[str, ...]) -> str:
    return "(" + " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in columns) + ")"


def _is_closed(session: str) -> str:
    return f"EXISTS (SELECT 1 FROM seances_commission s WHERE s.id = {session} AND s.close_le IS NOT NULL)"  # noqa: S608


_RECTIFIED = """EXISTS (
    SELECT 1 FROM rectifications
    WHERE id = (SELECT max(id) FROM rectifications WHERE aide_id = OLD.id)
    AND decision_apres IS NEW.decision AND pret_apres IS NEW.montant_pret
    AND subvention_apres IS NEW.montant_subvention
    AND NEW.seance_id IS OLD.seance_id AND NEW.date_decision IS OLD.date_decision
)"""
TRIGGERS = {
    "garde_aides_close": f"""BEFORE UPDATE OF {", ".join(_DECISION)} ON aides
        WHEN {_differs(_DECISION)} AND ({_is_closed("OLD.seance_id")} OR {_is_closed("NEW.seance_id")})
        AND NOT {_RECTIFIED}""",
    "garde_aides_close_delete": f"BEFORE DELETE ON aides WHEN {_is_closed('OLD.seance_id')}",
    "garde_seances_commission_close": f"""BEFORE UPDATE OF {", ".join(_SEAL)} ON seances_commission
        WHEN OLD.close_le IS NOT NULL AND {_differs(_SEAL)}""",
    "garde_seances_commission_close_delete": (
        "BEFORE DELETE ON seances_commission WHEN OLD.close_le IS NOT NULL"
    ),
    "garde_rectifications_update": "BEFORE UPDATE ON rectifications",
    "garde_rectifications_delete": "BEFORE DELETE ON rectifications",
}


def create_code_table(name: str) -> None:
    op.create_table(
        name,
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("libelle", sa.String(length=200), nullable=False),
        sa.Column("ordre", sa.Integer(), nullable=False),
        sa.Column("depuis", sa.Date(), nullable=True),
        sa.Column("jusqu_au", sa.Date(), nullable=True),
        sa.CheckConstraint("code = lower(code)", name=op.f(f"ck_{name}_code_minuscule")),
        sa.CheckConstraint("length(code) BETWEEN 1 AND 60", name=op.f(f"ck_{name}_code_rempli")),
        plausible(name, "depuis"),
        sa.CheckConstraint("jusqu_au >= depuis", name=op.f(f"ck_{name}_jusqu_au_apres_depuis")),
        plausible(name, "jusqu_au"),
        sa.CheckConstraint("length(libelle) BETWEEN 1 AND 200", name=op.f(f"ck_{name}_libelle_rempli")),
        sa.CheckConstraint(
            "ordre BETWEEN 1 AND 100000 AND round(ordre) = ordre", name=op.f(f"ck_{name}_ordre_compte")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f(f"pk_{name}")),
    )


def plausible(table: str, column: str) -> sa.CheckConstraint:
    known = f"coalesce(date({column}), '0001-01-01') = {column}"
    return sa.CheckConstraint(
        f"{column} BETWEEN '1900-01-01' AND '2199-12-31' AND {known}",
        name=op.f(f"ck_{table}_{column}_plausible"),
    )


def protect(table: str, event: str, message: str) -> None:
    name = f"garde_{table}_{event.split(maxsplit=1)[0].lower()}"
    op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} BEGIN SELECT RAISE(ABORT, '{message}'); END")


def create_catalogue() -> None:
    op.create_table(
        "instances_commission",
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("jour", sa.Integer(), nullable=True),
        sa.Column("semaines", sa.String(length=9), nullable=True),
        sa.Column("heure", sa.Time(), nullable=True),
        sa.Column("lieu", sa.String(length=400), nullable=True),
        sa.Column("delai_depot", sa.Integer(), nullable=True),
        sa.Column("actif", sa.Boolean(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "heure BETWEEN '00:00:00.000000' AND '23:59:59.999999'",
            name=op.f("ck_instances_commission_heure_heure"),
        ),
        sa.CheckConstraint("actif IN (true, false)", name=op.f("ck_instances_commission_actif_oui_non")),
        sa.CheckConstraint(
            "delai_depot BETWEEN 0 AND 366 AND round(delai_depot) = delai_depot",
            name=op.f("ck_instances_commission_delai_depot_compte"),
        ),
        sa.CheckConstraint(
            "jour BETWEEN 0 AND 6 AND round(jour) = jour", name=op.f("ck_instances_commission_jour_compte")
        ),
        sa.CheckConstraint("length(code) BETWEEN 1 AND 60", name=op.f("ck_instances_commission_code_rempli")),
        sa.CheckConstraint(
            "length(lieu) BETWEEN 1 AND 400", name=op.f("ck_instances_commission_lieu_rempli")
        ),
        sa.CheckConstraint(
            "length(semaines) BETWEEN 1 AND 9", name=op.f("ck_instances_commission_semaines_rempli")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instances_commission")),
        sa.UniqueConstraint("code", name=op.f("uq_instances_commission_code")),
        sa.UniqueConstraint("uuid", name=op.f("uq_instances_commission_uuid")),
    )
    op.create_table(
        "reglements",
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("annee", sa.Integer(), nullable=False),
        sa.Column("caf", sa.String(length=400), nullable=False),
        sa.Column("source", sa.String(length=400), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "annee BETWEEN 1900 AND 2199 AND round(annee) = annee", name=op.f("ck_reglements_annee_compte")
        ),
        sa.CheckConstraint("length(caf) BETWEEN 1 AND 400", name=op.f("ck_reglements_caf_rempli")),
        sa.CheckConstraint("length(code) BETWEEN 1 AND 60", name=op.f("ck_reglements_code_rempli")),
        sa.CheckConstraint("length(source) BETWEEN 1 AND 400", name=op.f("ck_reglements_source_rempli")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reglements")),
        sa.UniqueConstraint("annee", name=op.f("uq_reglements_annee")),
        sa.UniqueConstraint("code", name=op.f("uq_reglements_code")),
        sa.UniqueConstraint("uuid", name=op.f("uq_reglements_uuid")),
    )
    op.create_table(
        "lignes_budget",
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("annee", sa.Integer(), nullable=False),
        sa.Column("libelle", sa.String(length=400), nullable=False),
        sa.Column("domaine", sa.String(length=60), nullable=True),
        sa.Column("montant", sa.BigInteger(), nullable=True),
        sa.Column("compte", sa.String(length=400), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "annee BETWEEN 1900 AND 2199 AND round(annee) = annee", name=op.f("ck_lignes_budget_annee_compte")
        ),
        sa.CheckConstraint("length(code) BETWEEN 1 AND 60", name=op.f("ck_lignes_budget_code_rempli")),
        sa.CheckConstraint("length(compte) BETWEEN 1 AND 400", name=op.f("ck_lignes_budget_compte_rempli")),
        sa.CheckConstraint("length(libelle) BETWEEN 1 AND 400", name=op.f("ck_lignes_budget_libelle_rempli")),
        sa.CheckConstraint(
            "montant BETWEEN 0 AND 10000000000 AND round(montant) = montant",
            name=op.f("ck_lignes_budget_montant_compte"),
        ),
        sa.ForeignKeyConstraint(["domaine"], ["code_domaine.code"], name=op.f("fk_lignes_budget_domaine")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lignes_budget")),
        sa.UniqueConstraint("code", name=op.f("uq_lignes_budget_code")),
        sa.UniqueConstraint("uuid", name=op.f("uq_lignes_budget_uuid")),
    )
    op.create_table(
        "modeles_lettre",
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("libelle", sa.String(length=400), nullable=False),
        sa.Column("decision", sa.String(length=60), nullable=True),
        sa.Column("objet", sa.String(length=400), nullable=False),
        sa.Column("corps", sa.String(length=20000), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.CheckConstraint("length(code) BETWEEN 1 AND 60", name=op.f("ck_modeles_lettre_code_rempli")),
        sa.CheckConstraint("length(corps) BETWEEN 1 AND 20000", name=op.f("ck_modeles_lettre_corps_rempli")),
        sa.CheckConstraint(
            "length(libelle) BETWEEN 1 AND 400", name=op.f("ck_modeles_lettre_libelle_rempli")
        ),
        sa.CheckConstraint("length(objet) BETWEEN 1 AND 400", name=op.f("ck_modeles_lettre_objet_rempli")),
        sa.ForeignKeyConstraint(
            ["decision"], ["code_decision.code"], name=op.f("fk_modeles_lettre_decision")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_modeles_lettre")),
        sa.UniqueConstraint("code", name=op.f("uq_modeles_lettre_code")),
        sa.UniqueConstraint("uuid", name=op.f("uq_modeles_lettre_uuid")),
    )
    op.create_table(
        "aides_reglement",
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("reglement_id", sa.Integer(), nullable=False),
        sa.Column("type_aide_id", sa.Integer(), nullable=False),
        sa.Column("formes", sa.String(length=20), nullable=False),
        sa.Column("public", sa.String(length=400), nullable=True),
        sa.Column("non_allocataires", sa.Boolean(), nullable=True),
        sa.Column("qf_plafond", sa.BigInteger(), nullable=True),
        sa.Column("plafond", sa.BigInteger(), nullable=True),
        sa.Column("taux", sa.Integer(), nullable=True),
        sa.Column("montant_unitaire", sa.BigInteger(), nullable=True),
        sa.Column("unite", sa.String(length=60), nullable=True),
        sa.Column("saison_debut", sa.String(length=5), nullable=True),
        sa.Column("saison_fin", sa.String(length=5), nullable=True),
        sa.Column("nombre_par_an", sa.Integer(), nullable=True),
        sa.Column("duree_pret_max", sa.Integer(), nullable=True),
        sa.Column("decideur", sa.String(length=60), nullable=True),
        sa.Column("delegation_plafond", sa.BigInteger(), nullable=True),
        sa.Column("ligne_id", sa.Integer(), nullable=True),
        sa.Column("ligne_pret_id", sa.Integer(), nullable=True),
        sa.Column("libelle_comptable", sa.String(length=400), nullable=True),
        sa.Column("precisions", sa.String(length=4000), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "coalesce(date('2000-' || saison_debut), '') = '2000-' || saison_debut",
            name=op.f("ck_aides_reglement_saison_debut_jour"),
        ),
        sa.CheckConstraint(
            "coalesce(date('2000-' || saison_fin), '') = '2000-' || saison_fin",
            name=op.f("ck_aides_reglement_saison_fin_jour"),
        ),
        sa.CheckConstraint(
            "formes IN ('subvention', 'pret', 'subvention pret')",
            name=op.f("ck_aides_reglement_formes_connues"),
        ),
        sa.CheckConstraint(
            "delegation_plafond BETWEEN 0 AND 10000000000 AND round(delegation_plafond) = delegation_plafond",
            name=op.f("ck_aides_reglement_delegation_plafond_compte"),
        ),
        sa.CheckConstraint(
            "duree_pret_max BETWEEN 1 AND 120 AND round(duree_pret_max) = duree_pret_max",
            name=op.f("ck_aides_reglement_duree_pret_max_compte"),
        ),
        sa.CheckConstraint("length(code) BETWEEN 1 AND 60", name=op.f("ck_aides_reglement_code_rempli")),
        sa.CheckConstraint(
            "length(libelle_comptable) BETWEEN 1 AND 400",
            name=op.f("ck_aides_reglement_libelle_comptable_rempli"),
        ),
        sa.CheckConstraint(
            "length(precisions) BETWEEN 1 AND 4000", name=op.f("ck_aides_reglement_precisions_rempli")
        ),
        sa.CheckConstraint("length(public) BETWEEN 1 AND 400", name=op.f("ck_aides_reglement_public_rempli")),
        sa.CheckConstraint(
            "montant_unitaire BETWEEN 0 AND 10000000000 AND round(montant_unitaire) = montant_unitaire",
            name=op.f("ck_aides_reglement_montant_unitaire_compte"),
        ),
        sa.CheckConstraint(
            "nombre_par_an BETWEEN 1 AND 366 AND round(nombre_par_an) = nombre_par_an",
            name=op.f("ck_aides_reglement_nombre_par_an_compte"),
        ),
        sa.CheckConstraint(
            "non_allocataires IN (true, false)", name=op.f("ck_aides_reglement_non_allocataires_oui_non")
        ),
        sa.CheckConstraint(
            "plafond BETWEEN 0 AND 10000000000 AND round(plafond) = plafond",
            name=op.f("ck_aides_reglement_plafond_compte"),
        ),
        sa.CheckConstraint(
            "qf_plafond BETWEEN 0 AND 10000000000 AND round(qf_plafond) = qf_plafond",
            name=op.f("ck_aides_reglement_qf_plafond_compte"),
        ),
        sa.CheckConstraint(
            "taux BETWEEN 1 AND 10000 AND round(taux) = taux", name=op.f("ck_aides_reglement_taux_compte")
        ),
        sa.ForeignKeyConstraint(
            ["decideur"], ["code_decideur.code"], name=op.f("fk_aides_reglement_decideur")
        ),
        sa.ForeignKeyConstraint(["ligne_id"], ["lignes_budget.id"], name=op.f("fk_aides_reglement_ligne_id")),
        sa.ForeignKeyConstraint(
            ["ligne_pret_id"], ["lignes_budget.id"], name=op.f("fk_aides_reglement_ligne_pret_id")
        ),
        sa.ForeignKeyConstraint(
            ["reglement_id"], ["reglements.id"], name=op.f("fk_aides_reglement_reglement_id")
        ),
        sa.ForeignKeyConstraint(
            ["type_aide_id"], ["types_aide.id"], name=op.f("fk_aides_reglement_type_aide_id")
        ),
        sa.ForeignKeyConstraint(["unite"], ["code_unite_aide.code"], name=op.f("fk_aides_reglement_unite")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aides_reglement")),
        sa.UniqueConstraint("code", name=op.f("uq_aides_reglement_code")),
        sa.UniqueConstraint("uuid", name=op.f("uq_aides_reglement_uuid")),
    )
    op.create_table(
        "pieces_reglement",
        sa.Column("aide_reglement_id", sa.Integer(), nullable=False),
        sa.Column("libelle", sa.String(length=400), nullable=False),
        sa.Column("obligatoire", sa.Boolean(), nullable=False),
        sa.Column("rang", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "length(libelle) BETWEEN 1 AND 400", name=op.f("ck_pieces_reglement_libelle_rempli")
        ),
        sa.CheckConstraint(
            "obligatoire IN (true, false)", name=op.f("ck_pieces_reglement_obligatoire_oui_non")
        ),
        sa.CheckConstraint(
            "rang BETWEEN 1 AND 1000 AND round(rang) = rang", name=op.f("ck_pieces_reglement_rang_compte")
        ),
        sa.ForeignKeyConstraint(
            ["aide_reglement_id"], ["aides_reglement.id"], name=op.f("fk_pieces_reglement_aide_reglement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pieces_reglement")),
        sa.UniqueConstraint("uuid", name=op.f("uq_pieces_reglement_uuid")),
    )
    op.create_table(
        "tranches_qf",
        sa.Column("aide_reglement_id", sa.Integer(), nullable=False),
        sa.Column("qf_max", sa.BigInteger(), nullable=True),
        sa.Column("taux", sa.Integer(), nullable=True),
        sa.Column("plafond", sa.BigInteger(), nullable=True),
        sa.Column("montant_unitaire", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "montant_unitaire BETWEEN 0 AND 10000000000 AND round(montant_unitaire) = montant_unitaire",
            name=op.f("ck_tranches_qf_montant_unitaire_compte"),
        ),
        sa.CheckConstraint(
            "plafond BETWEEN 0 AND 10000000000 AND round(plafond) = plafond",
            name=op.f("ck_tranches_qf_plafond_compte"),
        ),
        sa.CheckConstraint(
            "qf_max BETWEEN 0 AND 10000000000 AND round(qf_max) = qf_max",
            name=op.f("ck_tranches_qf_qf_max_compte"),
        ),
        sa.CheckConstraint(
            "taux BETWEEN 1 AND 10000 AND round(taux) = taux", name=op.f("ck_tranches_qf_taux_compte")
        ),
        sa.ForeignKeyConstraint(
            ["aide_reglement_id"], ["aides_reglement.id"], name=op.f("fk_tranches_qf_aide_reglement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tranches_qf")),
        sa.UniqueConstraint("uuid", name=op.f("uq_tranches_qf_uuid")),
    )


def create_life() -> None:
    op.create_table(
        "ajournements",
        sa.Column("aide_id", sa.Integer(), nullable=False),
        sa.Column("seance_id", sa.Integer(), nullable=True),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("motif", sa.String(length=400), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        plausible("ajournements", "date"),
        sa.CheckConstraint("length(motif) BETWEEN 1 AND 400", name=op.f("ck_ajournements_motif_rempli")),
        sa.ForeignKeyConstraint(["aide_id"], ["aides.id"], name=op.f("fk_ajournements_aide_id")),
        sa.ForeignKeyConstraint(
            ["seance_id"], ["seances_commission.id"], name=op.f("fk_ajournements_seance_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ajournements")),
        sa.UniqueConstraint("uuid", name=op.f("uq_ajournements_uuid")),
    )
    op.create_table(
        "cofinancements",
        sa.Column("aide_id", sa.Integer(), nullable=False),
        sa.Column("financeur", sa.String(length=400), nullable=False),
        sa.Column("montant", sa.BigInteger(), nullable=False),
        sa.Column("etat", sa.String(length=60), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "length(financeur) BETWEEN 1 AND 400", name=op.f("ck_cofinancements_financeur_rempli")
        ),
        sa.CheckConstraint(
            "montant BETWEEN 0 AND 10000000000 AND round(montant) = montant",
            name=op.f("ck_cofinancements_montant_compte"),
        ),
        sa.ForeignKeyConstraint(["aide_id"], ["aides.id"], name=op.f("fk_cofinancements_aide_id")),
        sa.ForeignKeyConstraint(
            ["etat"], ["code_etat_cofinancement.code"], name=op.f("fk_cofinancements_etat")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cofinancements")),
        sa.UniqueConstraint("uuid", name=op.f("uq_cofinancements_uuid")),
    )
    op.create_table(
        "mouvements_pret",
        sa.Column("aide_id", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(length=60), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("montant", sa.BigInteger(), nullable=False),
        sa.Column("motif", sa.String(length=400), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        plausible("mouvements_pret", "date"),
        sa.CheckConstraint("length(motif) BETWEEN 1 AND 400", name=op.f("ck_mouvements_pret_motif_rempli")),
        sa.CheckConstraint("montant > 0", name=op.f("ck_mouvements_pret_montant_positif")),
        sa.CheckConstraint(
            "montant BETWEEN 0 AND 10000000000 AND round(montant) = montant",
            name=op.f("ck_mouvements_pret_montant_compte"),
        ),
        sa.ForeignKeyConstraint(["aide_id"], ["aides.id"], name=op.f("fk_mouvements_pret_aide_id")),
        sa.ForeignKeyConstraint(["type"], ["code_mouvement_pret.code"], name=op.f("fk_mouvements_pret_type")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mouvements_pret")),
        sa.UniqueConstraint("uuid", name=op.f("uq_mouvements_pret_uuid")),
    )
    op.create_table(
        "paiements",
        sa.Column("aide_id", sa.Integer(), nullable=False),
        sa.Column("forme", sa.String(length=60), nullable=False),
        sa.Column("montant", sa.BigInteger(), nullable=False),
        sa.Column("destinataire", sa.String(length=60), nullable=False),
        sa.Column("tiers", sa.String(length=400), nullable=True),
        sa.Column("date_prevue", sa.Date(), nullable=False),
        sa.Column("date_versement", sa.Date(), nullable=True),
        sa.Column("date_annulation", sa.Date(), nullable=True),
        sa.Column("date_retour", sa.Date(), nullable=True),
        sa.Column("motif", sa.String(length=400), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        plausible("paiements", "date_annulation"),
        plausible("paiements", "date_prevue"),
        plausible("paiements", "date_retour"),
        plausible("paiements", "date_versement"),
        sa.CheckConstraint(
            "destinataire <> 'tiers' OR tiers IS NOT NULL", name=op.f("ck_paiements_tiers_nomme")
        ),
        sa.CheckConstraint(
            "date_annulation IS NULL OR date_versement IS NULL", name=op.f("ck_paiements_annule_ou_verse")
        ),
        sa.CheckConstraint(
            "date_retour >= date_versement", name=op.f("ck_paiements_date_retour_apres_date_versement")
        ),
        sa.CheckConstraint(
            "date_retour IS NULL OR date_versement IS NOT NULL", name=op.f("ck_paiements_retour_verse")
        ),
        sa.CheckConstraint("length(motif) BETWEEN 1 AND 400", name=op.f("ck_paiements_motif_rempli")),
        sa.CheckConstraint("length(tiers) BETWEEN 1 AND 400", name=op.f("ck_paiements_tiers_rempli")),
        sa.CheckConstraint("montant > 0", name=op.f("ck_paiements_montant_positif")),
        sa.CheckConstraint(
            "montant BETWEEN 0 AND 10000000000 AND round(montant) = montant",
            name=op.f("ck_paiements_montant_compte"),
        ),
        sa.ForeignKeyConstraint(["aide_id"], ["aides.id"], name=op.f("fk_paiements_aide_id")),
        sa.ForeignKeyConstraint(
            ["destinataire"], ["code_destinataire.code"], name=op.f("fk_paiements_destinataire")
        ),
        sa.ForeignKeyConstraint(["forme"], ["code_forme.code"], name=op.f("fk_paiements_forme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paiements")),
        sa.UniqueConstraint("uuid", name=op.f("uq_paiements_uuid")),
    )
    op.create_table(
        "pieces_aide",
        sa.Column("aide_id", sa.Integer(), nullable=False),
        sa.Column("libelle", sa.String(length=400), nullable=False),
        sa.Column("obligatoire", sa.Boolean(), nullable=False),
        sa.Column("date_reception", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        plausible("pieces_aide", "date_reception"),
        sa.CheckConstraint("length(libelle) BETWEEN 1 AND 400", name=op.f("ck_pieces_aide_libelle_rempli")),
        sa.CheckConstraint("obligatoire IN (true, false)", name=op.f("ck_pieces_aide_obligatoire_oui_non")),
        sa.ForeignKeyConstraint(["aide_id"], ["aides.id"], name=op.f("fk_pieces_aide_aide_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pieces_aide")),
        sa.UniqueConstraint("uuid", name=op.f("uq_pieces_aide_uuid")),
    )
    op.create_table(
        "plans_pret",
        sa.Column("aide_id", sa.Integer(), nullable=False),
        sa.Column("date_effet", sa.Date(), nullable=False),
        sa.Column("motif", sa.String(length=400), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        plausible("plans_pret", "date_effet"),
        sa.CheckConstraint("length(motif) BETWEEN 1 AND 400", name=op.f("ck_plans_pret_motif_rempli")),
        sa.ForeignKeyConstraint(["aide_id"], ["aides.id"], name=op.f("fk_plans_pret_aide_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plans_pret")),
        sa.UniqueConstraint("uuid", name=op.f("uq_plans_pret_uuid")),
    )
    op.create_table(
        "rectifications",
        sa.Column("aide_id", sa.Integer(), nullable=False),
        sa.Column("seance_id", sa.Integer(), nullable=False),
        sa.Column("moment", sa.DateTime(), nullable=False),
        sa.Column("auteur", sa.String(length=200), nullable=False),
        sa.Column("motif", sa.String(length=400), nullable=False),
        sa.Column("decision_avant", sa.String(length=60), nullable=True),
        sa.Column("pret_avant", sa.BigInteger(), nullable=True),
        sa.Column("subvention_avant", sa.BigInteger(), nullable=True),
        sa.Column("decision_apres", sa.String(length=60), nullable=False),
        sa.Column("pret_apres", sa.BigInteger(), nullable=True),
        sa.Column("subvention_apres", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "moment BETWEEN '1900-01-01' AND '2199-12-31'", name=op.f("ck_rectifications_moment_plausible")
        ),
        sa.CheckConstraint("length(auteur) BETWEEN 1 AND 200", name=op.f("ck_rectifications_auteur_rempli")),
        sa.CheckConstraint("length(motif) BETWEEN 1 AND 400", name=op.f("ck_rectifications_motif_rempli")),
        sa.CheckConstraint(
            "pret_apres BETWEEN 0 AND 10000000000 AND round(pret_apres) = pret_apres",
            name=op.f("ck_rectifications_pret_apres_compte"),
        ),
        sa.CheckConstraint(
            "pret_avant BETWEEN 0 AND 10000000000 AND round(pret_avant) = pret_avant",
            name=op.f("ck_rectifications_pret_avant_compte"),
        ),
        sa.CheckConstraint(
            "subvention_apres BETWEEN 0 AND 10000000000 AND round(subvention_apres) = subvention_apres",
            name=op.f("ck_rectifications_subvention_apres_compte"),
        ),
        sa.CheckConstraint(
            "subvention_avant BETWEEN 0 AND 10000000000 AND round(subvention_avant) = subvention_avant",
            name=op.f("ck_rectifications_subvention_avant_compte"),
        ),
        sa.ForeignKeyConstraint(["aide_id"], ["aides.id"], name=op.f("fk_rectifications_aide_id")),
        sa.ForeignKeyConstraint(
            ["decision_apres"], ["code_decision.code"], name=op.f("fk_rectifications_decision_apres")
        ),
        sa.ForeignKeyConstraint(
            ["decision_avant"], ["code_decision.code"], name=op.f("fk_rectifications_decision_avant")
        ),
        sa.ForeignKeyConstraint(
            ["seance_id"], ["seances_commission.id"], name=op.f("fk_rectifications_seance_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rectifications")),
        sa.UniqueConstraint("uuid", name=op.f("uq_rectifications_uuid")),
    )
    op.create_table(
        "echeances_pret",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("numero", sa.Integer(), nullable=False),
        sa.Column("date_echeance", sa.Date(), nullable=False),
        sa.Column("montant", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        plausible("echeances_pret", "date_echeance"),
        sa.CheckConstraint("montant > 0", name=op.f("ck_echeances_pret_montant_positif")),
        sa.CheckConstraint(
            "montant BETWEEN 0 AND 10000000000 AND round(montant) = montant",
            name=op.f("ck_echeances_pret_montant_compte"),
        ),
        sa.CheckConstraint(
            "numero BETWEEN 1 AND 600 AND round(numero) = numero",
            name=op.f("ck_echeances_pret_numero_compte"),
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plans_pret.id"], name=op.f("fk_echeances_pret_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_echeances_pret")),
        sa.UniqueConstraint("plan_id", "numero", name=op.f("uq_echeances_pret_plan_id_numero")),
        sa.UniqueConstraint("uuid", name=op.f("uq_echeances_pret_uuid")),
    )


def upgrade() -> None:
    for name in CODE_LISTS:
        create_code_table(f"code_{name}")
    create_catalogue()
    create_life()
    for table, definition in COLUMNS:
        op.execute(f"ALTER TABLE {table} ADD COLUMN {definition}")
    for name, table, columns, where in INDEXES:
        op.create_index(name, table, columns, sqlite_where=sa.text(where) if where else None)
    if op.get_context().dialect.name == "sqlite":
        for name in CODE_LISTS:
            protect(f"code_{name}", "DELETE", "un code ne se supprime pas")
            protect(f"code_{name}", "UPDATE OF code", "un code ne se renomme pas")
        for name, event in TRIGGERS.items():
            op.execute(f"CREATE TRIGGER {name} {event} BEGIN SELECT RAISE(ABORT, 'seance close'); END")


def downgrade() -> None:
    if op.get_context().dialect.name == "sqlite":
        for name in TRIGGERS:
            op.execute(f"DROP TRIGGER {name}")
    for name, table, *_ in reversed(INDEXES):
        op.drop_index(name, table)
    for table, definition in reversed(COLUMNS):
        op.execute(f"ALTER TABLE {table} DROP COLUMN {definition.split(maxsplit=1)[0]}")
    for name in (*TABLES, *(f"code_{name}" for name in CODE_LISTS)):
        op.drop_table(name)
