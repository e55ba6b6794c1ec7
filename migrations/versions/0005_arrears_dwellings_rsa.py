"""Arrears with their debts, facts, plans and past issues; dwellings; RSA follow-up; rules and deadlines."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

CODE_LISTS = (
    "co_accompagnement", "fait_impaye", "frein", "motif_prolongation", "mouvement_dette",
    "statut_occupation", "suite_echeance", "suite_logement", "type_contrat_rsa", "type_logement",
)  # fmt: skip


def text(table: str, column: str, length: int) -> tuple[str, str]:
    check = f"CONSTRAINT ck_{table}_{column}_rempli CHECK (length({column}) BETWEEN 1 AND {length})"
    return table, f"{column} VARCHAR({length}) {check}"


def link(table: str, column: str, target: str) -> tuple[str, str]:
    return table, f"{column} INTEGER CONSTRAINT fk_{table}_{column} REFERENCES {target} (id)"


def day(table: str, column: str) -> tuple[str, str]:
    known = f"{column} BETWEEN '1900-01-01' AND '2199-12-31' AND coalesce(date({column}), '0001-01-01')"
    return table, f"{column} DATE CONSTRAINT ck_{table}_{column}_plausible CHECK ({known} = {column})"


def count(table: str, column: str, low: int, high: int, kind: str = "INTEGER") -> tuple[str, str]:
    bounds = f"{column} BETWEEN {low} AND {high} AND round({column}) = {column}"
    return table, f"{column} {kind} CONSTRAINT ck_{table}_{column}_compte CHECK ({bounds})"


def cents(table: str, column: str) -> tuple[str, str]:
    return count(table, column, 0, 10_000_000_000, "BIGINT")


def code(table: str, column: str) -> tuple[str, str]:
    return table, f"{column} VARCHAR(60) CONSTRAINT fk_{table}_{column} REFERENCES code_{column} (code)"


def after(definition: tuple[str, str], earlier: str) -> tuple[str, str]:
    table, column = definition[0], definition[1].split(maxsplit=1)[0]
    check = f"CONSTRAINT ck_{table}_{column}_apres_{earlier} CHECK ({column} >= {earlier})"
    return table, f"{definition[1]} {check}"


COLUMNS = (
    link("impayes", "agent_id", "agents"),
    day("impayes", "premier_impaye"),
    text("impayes", "constitution_motif", 400),
    day("impayes", "date_premier_contact"),
    link("impayes", "intervention_administrative_id", "interventions"),
    code("impayes", "suite_logement"),
    text("impayes", "reference_bailleur", 60),
    link("logements_signales", "logement_id", "logements"),
    link("logements_signales", "agent_id", "agents"),
    link("logements_signales", "intervention_id", "interventions"),
    day("logements_signales", "date_visite"),
    text("logements_signales", "anomalies", 4000),
    day("logements_signales", "date_debut_travaux"),
    after(day("logements_signales", "date_fin_travaux"), "date_debut_travaux"),
    cents("logements_signales", "montant_conserve"),
    day("logements_signales", "date_perte"),
    link("suivis_rsa", "agent_id", "agents"),
    day("suivis_rsa", "date_orientation"),
    link("demarches", "frein_id", "freins_rsa"),
)
INDEXES: tuple[tuple[str, str, list[str], str | None], ...] = (
    ("ix_occupations_famille_id", "occupations", ["famille_id"], None),
    ("ix_occupations_logement_id", "occupations", ["logement_id"], None),
    ("ix_impayes_agent_id", "impayes", ["agent_id"], "agent_id IS NOT NULL"),
    (
        "ix_impayes_intervention_administrative_id",
        "impayes",
        ["intervention_administrative_id"],
        "intervention_administrative_id IS NOT NULL",
    ),
    ("ix_logements_signales_agent_id", "logements_signales", ["agent_id"], "agent_id IS NOT NULL"),
    (
        "ix_logements_signales_intervention_id",
        "logements_signales",
        ["intervention_id"],
        "intervention_id IS NOT NULL",
    ),
    ("ix_logements_signales_logement_id", "logements_signales", ["logement_id"], "logement_id IS NOT NULL"),
    ("ix_suivis_rsa_agent_id", "suivis_rsa", ["agent_id"], "agent_id IS NOT NULL"),
    ("ix_co_accompagnements_partenaire_id", "co_accompagnements", ["partenaire_id"], None),
    ("ix_co_accompagnements_suivi_id", "co_accompagnements", ["suivi_id"], None),
    ("ix_contrats_rsa_suivi_id_date_signature", "contrats_rsa", ["suivi_id", "date_signature"], None),
    (
        "ix_etats_impaye_impaye_id_issue_date_debut_date_fin",
        "etats_impaye",
        ["impaye_id", "issue", "date_debut", "date_fin"],
        None,
    ),
    ("ix_faits_impaye_date_nature", "faits_impaye", ["date", "nature"], None),
    ("ix_faits_impaye_impaye_id_date", "faits_impaye", ["impaye_id", "date"], None),
    ("ix_freins_rsa_suivi_id", "freins_rsa", ["suivi_id"], None),
    ("ix_mouvements_dette_impaye_id_date", "mouvements_dette", ["impaye_id", "date"], None),
    ("ix_plans_apurement_date_plan_date_rupture", "plans_apurement", ["date_plan", "date_rupture"], None),
    ("ix_plans_apurement_impaye_id_date_effet", "plans_apurement", ["impaye_id", "date_effet"], None),
    (
        "ix_prolongations_conservation_signalement_id_date",
        "prolongations_conservation",
        ["signalement_id", "date"],
        None,
    ),
    ("ix_reexamens_rsa_suivi_id_date", "reexamens_rsa", ["suivi_id", "date"], None),
    ("ix_suites_echeance_impaye_id", "suites_echeance", ["impaye_id"], None),
    ("ix_suites_echeance_signalement_id", "suites_echeance", ["signalement_id"], None),
    ("ix_suites_echeance_suivi_id", "suites_echeance", ["suivi_id"], None),
    ("ix_demarches_frein_id", "demarches", ["frein_id"], "frein_id IS NOT NULL"),
    ("ix_mensualites_plan_date_echeance", "mensualites_plan", ["date_echeance"], None),
)
TABLES = (
    "suites_echeance",
    "jeux_regles",
    "co_accompagnements",
    "freins_rsa",
    "reexamens_rsa",
    "contrats_rsa",
    "prolongations_conservation",
    "occupations",
    "logements",
    "etats_impaye",
    "mensualites_plan",
    "plans_apurement",
    "faits_impaye",
    "mouvements_dette",
)


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


def create_arrears() -> None:
    op.create_table(
        "mouvements_dette",
        sa.Column("impaye_id", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(length=60), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("montant", sa.BigInteger(), nullable=False),
        sa.Column("payeur", sa.String(length=400), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        plausible("mouvements_dette", "date"),
        sa.CheckConstraint(
            "montant > 0 OR type = 'releve'", name=op.f("ck_mouvements_dette_montant_positif")
        ),
        sa.CheckConstraint(
            "length(payeur) BETWEEN 1 AND 400", name=op.f("ck_mouvements_dette_payeur_rempli")
        ),
        sa.CheckConstraint(
            "montant BETWEEN 0 AND 10000000000 AND round(montant) = montant",
            name=op.f("ck_mouvements_dette_montant_compte"),
        ),
        sa.ForeignKeyConstraint(["impaye_id"], ["impayes.id"], name=op.f("fk_mouvements_dette_impaye_id")),
        sa.ForeignKeyConstraint(
            ["type"], ["code_mouvement_dette.code"], name=op.f("fk_mouvements_dette_type")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mouvements_dette")),
        sa.UniqueConstraint("uuid", name=op.f("uq_mouvements_dette_uuid")),
    )
    op.create_table(
        "faits_impaye",
        sa.Column("impaye_id", sa.Integer(), nullable=False),
        sa.Column("nature", sa.String(length=60), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("commentaire", sa.String(length=400), nullable=True),
        sa.Column("agent_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        plausible("faits_impaye", "date"),
        sa.CheckConstraint(
            "length(commentaire) BETWEEN 1 AND 400", name=op.f("ck_faits_impaye_commentaire_rempli")
        ),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f("fk_faits_impaye_agent_id")),
        sa.ForeignKeyConstraint(["impaye_id"], ["impayes.id"], name=op.f("fk_faits_impaye_impaye_id")),
        sa.ForeignKeyConstraint(["nature"], ["code_fait_impaye.code"], name=op.f("fk_faits_impaye_nature")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_faits_impaye")),
        sa.UniqueConstraint("uuid", name=op.f("uq_faits_impaye_uuid")),
    )
    op.create_table(
        "plans_apurement",
        sa.Column("impaye_id", sa.Integer(), nullable=False),
        sa.Column("procedure", sa.String(length=60), nullable=False),
        sa.Column("date_plan", sa.Date(), nullable=False),
        sa.Column("date_effet", sa.Date(), nullable=False),
        sa.Column("montant", sa.BigInteger(), nullable=False),
        sa.Column("date_rupture", sa.Date(), nullable=True),
        sa.Column("motif_rupture", sa.String(length=400), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        plausible("plans_apurement", "date_effet"),
        plausible("plans_apurement", "date_plan"),
        plausible("plans_apurement", "date_rupture"),
        sa.CheckConstraint(
            "date_effet >= date_plan", name=op.f("ck_plans_apurement_date_effet_apres_date_plan")
        ),
        sa.CheckConstraint(
            "date_rupture >= date_plan", name=op.f("ck_plans_apurement_date_rupture_apres_date_plan")
        ),
        sa.CheckConstraint(
            "length(motif_rupture) BETWEEN 1 AND 400", name=op.f("ck_plans_apurement_motif_rupture_rempli")
        ),
        sa.CheckConstraint("montant > 0", name=op.f("ck_plans_apurement_montant_positif")),
        sa.CheckConstraint(
            "montant BETWEEN 0 AND 10000000000 AND round(montant) = montant",
            name=op.f("ck_plans_apurement_montant_compte"),
        ),
        sa.ForeignKeyConstraint(["impaye_id"], ["impayes.id"], name=op.f("fk_plans_apurement_impaye_id")),
        sa.ForeignKeyConstraint(
            ["procedure"], ["code_procedure.code"], name=op.f("fk_plans_apurement_procedure")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plans_apurement")),
        sa.UniqueConstraint("uuid", name=op.f("uq_plans_apurement_uuid")),
    )
    op.create_table(
        "mensualites_plan",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("numero", sa.Integer(), nullable=False),
        sa.Column("date_echeance", sa.Date(), nullable=False),
        sa.Column("montant", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        plausible("mensualites_plan", "date_echeance"),
        sa.CheckConstraint("montant > 0", name=op.f("ck_mensualites_plan_montant_positif")),
        sa.CheckConstraint(
            "montant BETWEEN 0 AND 10000000000 AND round(montant) = montant",
            name=op.f("ck_mensualites_plan_montant_compte"),
        ),
        sa.CheckConstraint(
            "numero BETWEEN 1 AND 600 AND round(numero) = numero",
            name=op.f("ck_mensualites_plan_numero_compte"),
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["plans_apurement.id"], name=op.f("fk_mensualites_plan_plan_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mensualites_plan")),
        sa.UniqueConstraint("plan_id", "numero", name=op.f("uq_mensualites_plan_plan_id_numero")),
        sa.UniqueConstraint("uuid", name=op.f("uq_mensualites_plan_uuid")),
    )
    op.create_table(
        "etats_impaye",
        sa.Column("impaye_id", sa.Integer(), nullable=False),
        sa.Column("issue", sa.String(length=60), nullable=False),
        sa.Column("date_debut", sa.Date(), nullable=False),
        sa.Column("date_fin", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        plausible("etats_impaye", "date_debut"),
        plausible("etats_impaye", "date_fin"),
        sa.CheckConstraint("date_fin >= date_debut", name=op.f("ck_etats_impaye_date_fin_apres_date_debut")),
        sa.ForeignKeyConstraint(["impaye_id"], ["impayes.id"], name=op.f("fk_etats_impaye_impaye_id")),
        sa.ForeignKeyConstraint(["issue"], ["code_issue_impaye.code"], name=op.f("fk_etats_impaye_issue")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_etats_impaye")),
        sa.UniqueConstraint("uuid", name=op.f("uq_etats_impaye_uuid")),
    )


def create_dwellings() -> None:
    op.create_table(
        "logements",
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("adresse", sa.String(length=400), nullable=False),
        sa.Column("complement", sa.String(length=400), nullable=True),
        sa.Column("code_commune", sa.String(length=5), nullable=True),
        sa.Column("bailleur", sa.String(length=400), nullable=True),
        sa.Column("type", sa.String(length=60), nullable=True),
        sa.Column("surface", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.CheckConstraint("length(adresse) BETWEEN 1 AND 400", name=op.f("ck_logements_adresse_rempli")),
        sa.CheckConstraint("length(bailleur) BETWEEN 1 AND 400", name=op.f("ck_logements_bailleur_rempli")),
        sa.CheckConstraint("length(code_commune) = 5", name=op.f("ck_logements_code_commune_5")),
        sa.CheckConstraint(
            "length(complement) BETWEEN 1 AND 400", name=op.f("ck_logements_complement_rempli")
        ),
        sa.CheckConstraint("length(reference) BETWEEN 1 AND 60", name=op.f("ck_logements_reference_rempli")),
        sa.CheckConstraint(
            "surface BETWEEN 1 AND 10000 AND round(surface) = surface",
            name=op.f("ck_logements_surface_compte"),
        ),
        sa.ForeignKeyConstraint(["type"], ["code_type_logement.code"], name=op.f("fk_logements_type")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_logements")),
        sa.UniqueConstraint("reference", name=op.f("uq_logements_reference")),
        sa.UniqueConstraint("uuid", name=op.f("uq_logements_uuid")),
    )
    op.create_table(
        "occupations",
        sa.Column("logement_id", sa.Integer(), nullable=False),
        sa.Column("famille_id", sa.Integer(), nullable=False),
        sa.Column("date_entree", sa.Date(), nullable=True),
        sa.Column("date_sortie", sa.Date(), nullable=True),
        sa.Column("statut", sa.String(length=60), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        plausible("occupations", "date_entree"),
        plausible("occupations", "date_sortie"),
        sa.CheckConstraint(
            "date_sortie >= date_entree", name=op.f("ck_occupations_date_sortie_apres_date_entree")
        ),
        sa.ForeignKeyConstraint(["famille_id"], ["familles.id"], name=op.f("fk_occupations_famille_id")),
        sa.ForeignKeyConstraint(["logement_id"], ["logements.id"], name=op.f("fk_occupations_logement_id")),
        sa.ForeignKeyConstraint(
            ["statut"], ["code_statut_occupation.code"], name=op.f("fk_occupations_statut")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occupations")),
        sa.UniqueConstraint("uuid", name=op.f("uq_occupations_uuid")),
    )
    op.create_table(
        "prolongations_conservation",
        sa.Column("signalement_id", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("motif", sa.String(length=60), nullable=True),
        sa.Column("mois", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        plausible("prolongations_conservation", "date"),
        sa.CheckConstraint(
            "mois BETWEEN 1 AND 24 AND round(mois) = mois",
            name=op.f("ck_prolongations_conservation_mois_compte"),
        ),
        sa.ForeignKeyConstraint(
            ["motif"], ["code_motif_prolongation.code"], name=op.f("fk_prolongations_conservation_motif")
        ),
        sa.ForeignKeyConstraint(
            ["signalement_id"],
            ["logements_signales.id"],
            name=op.f("fk_prolongations_conservation_signalement_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prolongations_conservation")),
        sa.UniqueConstraint("uuid", name=op.f("uq_prolongations_conservation_uuid")),
    )


def create_rsa() -> None:
    op.create_table(
        "contrats_rsa",
        sa.Column("suivi_id", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(length=60), nullable=False),
        sa.Column("date_signature", sa.Date(), nullable=False),
        sa.Column("date_fin", sa.Date(), nullable=True),
        sa.Column("objectifs", sa.String(length=4000), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        plausible("contrats_rsa", "date_fin"),
        plausible("contrats_rsa", "date_signature"),
        sa.CheckConstraint(
            "date_fin >= date_signature", name=op.f("ck_contrats_rsa_date_fin_apres_date_signature")
        ),
        sa.CheckConstraint(
            "length(objectifs) BETWEEN 1 AND 4000", name=op.f("ck_contrats_rsa_objectifs_rempli")
        ),
        sa.ForeignKeyConstraint(["suivi_id"], ["suivis_rsa.id"], name=op.f("fk_contrats_rsa_suivi_id")),
        sa.ForeignKeyConstraint(["type"], ["code_type_contrat_rsa.code"], name=op.f("fk_contrats_rsa_type")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contrats_rsa")),
        sa.UniqueConstraint("uuid", name=op.f("uq_contrats_rsa_uuid")),
    )
    op.create_table(
        "reexamens_rsa",
        sa.Column("suivi_id", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("conclusion", sa.String(length=4000), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        plausible("reexamens_rsa", "date"),
        sa.CheckConstraint(
            "length(conclusion) BETWEEN 1 AND 4000", name=op.f("ck_reexamens_rsa_conclusion_rempli")
        ),
        sa.ForeignKeyConstraint(["suivi_id"], ["suivis_rsa.id"], name=op.f("fk_reexamens_rsa_suivi_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reexamens_rsa")),
        sa.UniqueConstraint("uuid", name=op.f("uq_reexamens_rsa_uuid")),
    )
    op.create_table(
        "freins_rsa",
        sa.Column("suivi_id", sa.Integer(), nullable=False),
        sa.Column("frein", sa.String(length=60), nullable=False),
        sa.Column("date_reperage", sa.Date(), nullable=False),
        sa.Column("date_levee", sa.Date(), nullable=True),
        sa.Column("commentaire", sa.String(length=400), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        plausible("freins_rsa", "date_levee"),
        plausible("freins_rsa", "date_reperage"),
        sa.CheckConstraint(
            "date_levee >= date_reperage", name=op.f("ck_freins_rsa_date_levee_apres_date_reperage")
        ),
        sa.CheckConstraint(
            "length(commentaire) BETWEEN 1 AND 400", name=op.f("ck_freins_rsa_commentaire_rempli")
        ),
        sa.ForeignKeyConstraint(["frein"], ["code_frein.code"], name=op.f("fk_freins_rsa_frein")),
        sa.ForeignKeyConstraint(["suivi_id"], ["suivis_rsa.id"], name=op.f("fk_freins_rsa_suivi_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_freins_rsa")),
        sa.UniqueConstraint("uuid", name=op.f("uq_freins_rsa_uuid")),
    )
    op.create_table(
        "co_accompagnements",
        sa.Column("suivi_id", sa.Integer(), nullable=False),
        sa.Column("partenaire_id", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(length=60), nullable=False),
        sa.Column("conseiller", sa.String(length=400), nullable=True),
        sa.Column("date_debut", sa.Date(), nullable=False),
        sa.Column("date_fin", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        plausible("co_accompagnements", "date_debut"),
        plausible("co_accompagnements", "date_fin"),
        sa.CheckConstraint(
            "date_fin >= date_debut", name=op.f("ck_co_accompagnements_date_fin_apres_date_debut")
        ),
        sa.CheckConstraint(
            "length(conseiller) BETWEEN 1 AND 400", name=op.f("ck_co_accompagnements_conseiller_rempli")
        ),
        sa.ForeignKeyConstraint(
            ["partenaire_id"], ["partenaires.id"], name=op.f("fk_co_accompagnements_partenaire_id")
        ),
        sa.ForeignKeyConstraint(["suivi_id"], ["suivis_rsa.id"], name=op.f("fk_co_accompagnements_suivi_id")),
        sa.ForeignKeyConstraint(
            ["type"], ["code_co_accompagnement.code"], name=op.f("fk_co_accompagnements_type")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_co_accompagnements")),
        sa.UniqueConstraint("uuid", name=op.f("uq_co_accompagnements_uuid")),
    )


def create_rules() -> None:
    op.create_table(
        "jeux_regles",
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("version", sa.String(length=60), nullable=False),
        sa.Column("contenu", sa.String(length=200000), nullable=False),
        sa.Column("ajoute_le", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "ajoute_le BETWEEN '1900-01-01' AND '2199-12-31'", name=op.f("ck_jeux_regles_ajoute_le_plausible")
        ),
        sa.CheckConstraint("length(code) BETWEEN 1 AND 60", name=op.f("ck_jeux_regles_code_rempli")),
        sa.CheckConstraint(
            "length(contenu) BETWEEN 1 AND 200000", name=op.f("ck_jeux_regles_contenu_rempli")
        ),
        sa.CheckConstraint("length(version) BETWEEN 1 AND 60", name=op.f("ck_jeux_regles_version_rempli")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jeux_regles")),
        sa.UniqueConstraint("code", "version", name=op.f("uq_jeux_regles_code_version")),
        sa.UniqueConstraint("uuid", name=op.f("uq_jeux_regles_uuid")),
    )
    op.create_table(
        "suites_echeance",
        sa.Column("impaye_id", sa.Integer(), nullable=True),
        sa.Column("signalement_id", sa.Integer(), nullable=True),
        sa.Column("suivi_id", sa.Integer(), nullable=True),
        sa.Column("regle", sa.String(length=60), nullable=False),
        sa.Column("depuis", sa.Date(), nullable=False),
        sa.Column("etat", sa.String(length=60), nullable=False),
        sa.Column("reportee_au", sa.Date(), nullable=True),
        sa.Column("motif", sa.String(length=400), nullable=True),
        sa.Column("agent_id", sa.Integer(), nullable=True),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        plausible("suites_echeance", "date"),
        plausible("suites_echeance", "depuis"),
        sa.CheckConstraint(
            "etat <> 'reportee' OR (reportee_au IS NOT NULL AND motif IS NOT NULL)",
            name=op.f("ck_suites_echeance_report_motive"),
        ),
        plausible("suites_echeance", "reportee_au"),
        sa.CheckConstraint(
            "(impaye_id IS NOT NULL) + (signalement_id IS NOT NULL) + (suivi_id IS NOT NULL) = 1",
            name=op.f("ck_suites_echeance_un_dossier"),
        ),
        sa.CheckConstraint("length(motif) BETWEEN 1 AND 400", name=op.f("ck_suites_echeance_motif_rempli")),
        sa.CheckConstraint("length(regle) BETWEEN 1 AND 60", name=op.f("ck_suites_echeance_regle_rempli")),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f("fk_suites_echeance_agent_id")),
        sa.ForeignKeyConstraint(["etat"], ["code_suite_echeance.code"], name=op.f("fk_suites_echeance_etat")),
        sa.ForeignKeyConstraint(["impaye_id"], ["impayes.id"], name=op.f("fk_suites_echeance_impaye_id")),
        sa.ForeignKeyConstraint(
            ["signalement_id"], ["logements_signales.id"], name=op.f("fk_suites_echeance_signalement_id")
        ),
        sa.ForeignKeyConstraint(["suivi_id"], ["suivis_rsa.id"], name=op.f("fk_suites_echeance_suivi_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suites_echeance")),
        sa.UniqueConstraint("uuid", name=op.f("uq_suites_echeance_uuid")),
    )


def upgrade() -> None:
    for name in CODE_LISTS:
        create_code_table(f"code_{name}")
    create_arrears()
    create_dwellings()
    create_rsa()
    create_rules()
    for table, definition in COLUMNS:
        op.execute(f"ALTER TABLE {table} ADD COLUMN {definition}")
    for name, table, columns, where in INDEXES:
        op.create_index(name, table, columns, sqlite_where=sa.text(where) if where else None)
    if op.get_context().dialect.name == "sqlite":
        for name in CODE_LISTS:
            protect(f"code_{name}", "DELETE", "un code ne se supprime pas")
            protect(f"code_{name}", "UPDATE OF code", "un code ne se renomme pas")


def downgrade() -> None:
    for name, table, *_ in reversed(INDEXES):
        op.drop_index(name, table)
    for table, definition in reversed(COLUMNS):
        op.execute(f"ALTER TABLE {table} DROP COLUMN {definition.split(maxsplit=1)[0]}")
    for name in (*TABLES, *(f"code_{name}" for name in CODE_LISTS)):
        op.drop_table(name)
