"""What the worker's day needs: households, objectives, hours, permanences, rights, steps that are undone.

New columns carry their own constraints, so that no table is written again: two million appointments wait
for nothing.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

CODE_LISTS = ("etat_droit", "lien", "statut_objectif")


def text(table: str, column: str, length: int) -> tuple[str, str]:
    check = f"CONSTRAINT ck_{table}_{column}_rempli CHECK (length({column}) BETWEEN 1 AND {length})"
    return table, f"{column} VARCHAR({length}) {check}"


def yes_no(table: str, column: str) -> tuple[str, str]:
    check = f"CONSTRAINT ck_{table}_{column}_oui_non CHECK ({column} IN (true, false))"
    return table, f"{column} BOOLEAN {check}"


def link(table: str, column: str, target: str) -> tuple[str, str]:
    return table, f"{column} INTEGER CONSTRAINT fk_{table}_{column} REFERENCES {target} (id)"


def day(table: str, column: str) -> tuple[str, str]:
    known = f"{column} BETWEEN '1900-01-01' AND '2199-12-31' AND coalesce(date({column}), '0001-01-01')"
    return table, f"{column} DATE CONSTRAINT ck_{table}_{column}_plausible CHECK ({known} = {column})"


def hour(table: str, column: str) -> tuple[str, str]:
    bounds = f"{column} BETWEEN '00:00:00.000000' AND '23:59:59.999999'"
    return table, f"{column} TIME CONSTRAINT ck_{table}_{column}_heure CHECK ({bounds})"


def count(table: str, column: str, low: int, high: int) -> tuple[str, str]:
    bounds = f"{column} BETWEEN {low} AND {high} AND round({column}) = {column}"
    return table, f"{column} INTEGER CONSTRAINT ck_{table}_{column}_compte CHECK ({bounds})"


def after(definition: tuple[str, str], earlier: str) -> tuple[str, str]:
    table, column = definition[0], definition[1].split(maxsplit=1)[0]
    check = f"CONSTRAINT ck_{table}_{column}_apres_{earlier} CHECK ({column} >= {earlier})"
    return table, f"{definition[1]} {check}"


def before(definition: tuple[str, str], later: str) -> tuple[str, str]:
    table, column = definition[0], definition[1].split(maxsplit=1)[0]
    check = f"CONSTRAINT ck_{table}_{later}_apres_{column} CHECK ({later} >= {column})"
    return table, f"{definition[1]} {check}"


COLUMNS = (
    text("familles", "adresse", 400),
    yes_no("familles", "ne_pas_appeler"),
    yes_no("familles", "ne_pas_ecrire"),
    text("familles", "consigne", 400),
    link("interventions", "suite_de_id", "interventions"),
    day("interventions", "date_contrat"),
    day("interventions", "date_bilan"),
    hour("rendez_vous", "heure"),
    count("rendez_vous", "duree", 1, 1440),
    before(day("rendez_vous", "date_demande"), "date"),
    link("rendez_vous", "permanence_id", "permanences"),
    link("rendez_vous", "reporte_de_id", "rendez_vous"),
    yes_no("rendez_vous", "a_completer"),
    text("offres_contact", "parcours", 60),
    link("offres_contact", "intervention_id", "interventions"),
    link("offres_contact", "rendez_vous_id", "rendez_vous"),
    link("tentatives_contact", "agent_id", "agents"),
    hour("appels", "heure"),
    link("appels", "agent_id", "agents"),
    link("appels", "rendez_vous_id", "rendez_vous"),
    hour("permanences", "heure_debut"),
    after(hour("permanences", "heure_fin"), "heure_debut"),
    count("permanences", "creneau", 5, 480),
    text("notes", "auteur", 200),
)
INDEXES = (
    ("ix_notes_intervention_id", "notes", ["intervention_id"], "intervention_id IS NOT NULL"),
    ("ix_notes_rendez_vous_id", "notes", ["rendez_vous_id"], "rendez_vous_id IS NOT NULL"),
    ("ix_operations_annule_id", "operations", ["annule_id"], None),
    ("ix_operations_auteur_id", "operations", ["auteur", "id"], None),
    ("ix_operations_famille_id", "operations", ["famille_id"], None),
    ("ix_personnes_famille_id", "personnes", ["famille_id"], None),
    ("ix_references_fusionnees_famille_id", "references_fusionnees", ["famille_id"], None),
    ("ix_versions_objet_objet_id", "versions", ["objet", "objet_id"], None),
    ("ix_versions_operation_id", "versions", ["operation_id"], None),
    ("ix_horaires_lieu_id", "horaires", ["lieu_id"], None),
    ("ix_interventions_date_bilan", "interventions", ["date_bilan"], "date_bilan IS NOT NULL"),
    ("ix_interventions_suite_de_id", "interventions", ["suite_de_id"], "suite_de_id IS NOT NULL"),
    ("ix_objectifs_echeance_statut", "objectifs", ["echeance", "statut"], None),
    ("ix_objectifs_intervention_id", "objectifs", ["intervention_id"], None),
    ("ix_orientations_famille_id_date", "orientations", ["famille_id", "date"], None),
    ("ix_orientations_intervention_id", "orientations", ["intervention_id"], "intervention_id IS NOT NULL"),
    ("ix_rendez_vous_a_completer", "rendez_vous", ["agent_id"], "a_completer"),
    ("ix_rendez_vous_permanence_id", "rendez_vous", ["permanence_id"], "permanence_id IS NOT NULL"),
    ("ix_rendez_vous_reporte_de_id", "rendez_vous", ["reporte_de_id"], "reporte_de_id IS NOT NULL"),
    ("ix_appels_rendez_vous_id", "appels", ["rendez_vous_id"], "rendez_vous_id IS NOT NULL"),
    ("ix_demarches_echeance_date_realisation", "demarches", ["echeance", "date_realisation"], None),
    ("ix_demarches_intervention_id", "demarches", ["intervention_id"], None),
    ("ix_demarches_objectif_id", "demarches", ["objectif_id"], "objectif_id IS NOT NULL"),
    ("ix_droits_examines_etat_date_etat", "droits_examines", ["etat", "date_etat"], None),
    (
        "ix_offres_contact_intervention_id",
        "offres_contact",
        ["intervention_id"],
        "intervention_id IS NOT NULL",
    ),
    ("ix_offres_contact_rendez_vous_id", "offres_contact", ["rendez_vous_id"], "rendez_vous_id IS NOT NULL"),
)
TABLES = (
    "brouillons", "versions", "operations", "reglages", "horaires", "droits_examines", "orientations",
    "demarches", "objectifs", "personnes", "references_fusionnees",
)  # fmt: skip


def plausible(table: str, column: str) -> sa.CheckConstraint:
    known = f"coalesce(date({column}), '0001-01-01') = {column}"
    return sa.CheckConstraint(
        f"{column} BETWEEN '1900-01-01' AND '2199-12-31' AND {known}",
        name=op.f(f"ck_{table}_{column}_plausible"),
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


def protect(table: str, event: str, message: str) -> None:
    name = f"garde_{table}_{event.split(maxsplit=1)[0].lower()}"
    op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} BEGIN SELECT RAISE(ABORT, '{message}'); END")


def create_tables() -> None:
    op.create_table(
        "brouillons",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("auteur", sa.String(length=200), nullable=False),
        sa.Column("cle", sa.String(length=200), nullable=False),
        sa.Column("libelle", sa.String(length=400), nullable=False),
        sa.Column("famille_id", sa.Integer(), nullable=True),
        sa.Column("contenu", sa.Text(), nullable=False),
        sa.Column("modifie_le", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "modifie_le BETWEEN '1900-01-01' AND '2199-12-31'",
            name=op.f("ck_brouillons_modifie_le_plausible"),
        ),
        sa.CheckConstraint(
            "famille_id BETWEEN 1 AND 2000000000 AND round(famille_id) = famille_id",
            name=op.f("ck_brouillons_famille_id_compte"),
        ),
        sa.CheckConstraint("length(auteur) BETWEEN 1 AND 200", name=op.f("ck_brouillons_auteur_rempli")),
        sa.CheckConstraint("length(cle) BETWEEN 1 AND 200", name=op.f("ck_brouillons_cle_rempli")),
        sa.CheckConstraint(
            "length(contenu) BETWEEN 1 AND 2000000", name=op.f("ck_brouillons_contenu_rempli")
        ),
        sa.CheckConstraint("length(libelle) BETWEEN 1 AND 400", name=op.f("ck_brouillons_libelle_rempli")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_brouillons")),
        sa.UniqueConstraint("auteur", "cle", name=op.f("uq_brouillons_auteur_cle")),
    )
    op.create_table(
        "code_droit",
        sa.Column("organisme", sa.String(length=10), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("libelle", sa.String(length=200), nullable=False),
        sa.Column("ordre", sa.Integer(), nullable=False),
        sa.Column("depuis", sa.Date(), nullable=True),
        sa.Column("jusqu_au", sa.Date(), nullable=True),
        plausible("code_droit", "depuis"),
        plausible("code_droit", "jusqu_au"),
        sa.CheckConstraint("organisme IN ('caf', 'autre')", name=op.f("ck_code_droit_organisme_connu")),
        sa.CheckConstraint("code = lower(code)", name=op.f("ck_code_droit_code_minuscule")),
        sa.CheckConstraint("jusqu_au >= depuis", name=op.f("ck_code_droit_jusqu_au_apres_depuis")),
        sa.CheckConstraint("length(code) BETWEEN 1 AND 60", name=op.f("ck_code_droit_code_rempli")),
        sa.CheckConstraint("length(libelle) BETWEEN 1 AND 200", name=op.f("ck_code_droit_libelle_rempli")),
        sa.CheckConstraint(
            "ordre BETWEEN 1 AND 100000 AND round(ordre) = ordre", name=op.f("ck_code_droit_ordre_compte")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_code_droit")),
    )
    op.create_table(
        "operations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("moment", sa.DateTime(), nullable=False),
        sa.Column("auteur", sa.String(length=200), nullable=False),
        sa.Column("libelle", sa.String(length=200), nullable=False),
        sa.Column("famille_id", sa.Integer(), nullable=True),
        sa.Column("annule_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "moment BETWEEN '1900-01-01' AND '2199-12-31'", name=op.f("ck_operations_moment_plausible")
        ),
        sa.CheckConstraint(
            "famille_id BETWEEN 1 AND 2000000000 AND round(famille_id) = famille_id",
            name=op.f("ck_operations_famille_id_compte"),
        ),
        sa.CheckConstraint("length(auteur) BETWEEN 1 AND 200", name=op.f("ck_operations_auteur_rempli")),
        sa.CheckConstraint("length(libelle) BETWEEN 1 AND 200", name=op.f("ck_operations_libelle_rempli")),
        sa.ForeignKeyConstraint(["annule_id"], ["operations.id"], name=op.f("fk_operations_annule_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operations")),
    )
    op.create_table(
        "reglages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cle", sa.String(length=200), nullable=False),
        sa.Column("valeur", sa.Text(), nullable=False),
        sa.CheckConstraint("length(cle) BETWEEN 1 AND 200", name=op.f("ck_reglages_cle_rempli")),
        sa.CheckConstraint("length(valeur) BETWEEN 1 AND 10000", name=op.f("ck_reglages_valeur_rempli")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reglages")),
        sa.UniqueConstraint("cle", name=op.f("uq_reglages_cle")),
    )
    op.create_table(
        "personnes",
        sa.Column("famille_id", sa.Integer(), nullable=False),
        sa.Column("lien", sa.String(length=60), nullable=False),
        sa.Column("prenom", sa.String(length=400), nullable=False),
        sa.Column("nom", sa.String(length=400), nullable=True),
        sa.Column("date_naissance", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        plausible("personnes", "date_naissance"),
        sa.CheckConstraint("length(nom) BETWEEN 1 AND 400", name=op.f("ck_personnes_nom_rempli")),
        sa.CheckConstraint("length(prenom) BETWEEN 1 AND 400", name=op.f("ck_personnes_prenom_rempli")),
        sa.ForeignKeyConstraint(["famille_id"], ["familles.id"], name=op.f("fk_personnes_famille_id")),
        sa.ForeignKeyConstraint(["lien"], ["code_lien.code"], name=op.f("fk_personnes_lien")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personnes")),
        sa.UniqueConstraint("uuid", name=op.f("uq_personnes_uuid")),
    )
    op.create_table(
        "references_fusionnees",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("famille_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "length(reference) BETWEEN 1 AND 60", name=op.f("ck_references_fusionnees_reference_rempli")
        ),
        sa.ForeignKeyConstraint(
            ["famille_id"], ["familles.id"], name=op.f("fk_references_fusionnees_famille_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_references_fusionnees")),
        sa.UniqueConstraint("reference", name=op.f("uq_references_fusionnees_reference")),
    )
    op.create_table(
        "versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("operation_id", sa.Integer(), nullable=False),
        sa.Column("objet", sa.String(length=60), nullable=False),
        sa.Column("objet_id", sa.Integer(), nullable=False),
        sa.Column("avant", sa.Text(), nullable=True),
        sa.Column("apres", sa.Text(), nullable=True),
        sa.CheckConstraint("length(objet) BETWEEN 1 AND 60", name=op.f("ck_versions_objet_rempli")),
        sa.CheckConstraint(
            "objet_id BETWEEN 1 AND 2000000000 AND round(objet_id) = objet_id",
            name=op.f("ck_versions_objet_id_compte"),
        ),
        sa.ForeignKeyConstraint(["operation_id"], ["operations.id"], name=op.f("fk_versions_operation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_versions")),
    )
    op.create_table(
        "horaires",
        sa.Column("lieu_id", sa.Integer(), nullable=False),
        sa.Column("agent_id", sa.Integer(), nullable=True),
        sa.Column("jour", sa.Integer(), nullable=False),
        sa.Column("semaines", sa.String(length=8), nullable=False),
        sa.Column("heure_debut", sa.Time(), nullable=False),
        sa.Column("heure_fin", sa.Time(), nullable=False),
        sa.Column("creneau", sa.Integer(), nullable=False),
        sa.Column("depuis", sa.Date(), nullable=True),
        sa.Column("jusqu_au", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        plausible("horaires", "depuis"),
        sa.CheckConstraint(
            "heure_debut BETWEEN '00:00:00.000000' AND '23:59:59.999999'",
            name=op.f("ck_horaires_heure_debut_heure"),
        ),
        sa.CheckConstraint(
            "heure_fin BETWEEN '00:00:00.000000' AND '23:59:59.999999'",
            name=op.f("ck_horaires_heure_fin_heure"),
        ),
        plausible("horaires", "jusqu_au"),
        sa.CheckConstraint(
            "semaines IN ('toutes', 'paires', 'impaires')", name=op.f("ck_horaires_semaines_connues")
        ),
        sa.CheckConstraint(
            "creneau BETWEEN 5 AND 480 AND round(creneau) = creneau", name=op.f("ck_horaires_creneau_compte")
        ),
        sa.CheckConstraint("heure_fin >= heure_debut", name=op.f("ck_horaires_heure_fin_apres_heure_debut")),
        sa.CheckConstraint(
            "jour BETWEEN 0 AND 6 AND round(jour) = jour", name=op.f("ck_horaires_jour_compte")
        ),
        sa.CheckConstraint("jusqu_au >= depuis", name=op.f("ck_horaires_jusqu_au_apres_depuis")),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f("fk_horaires_agent_id")),
        sa.ForeignKeyConstraint(["lieu_id"], ["lieux.id"], name=op.f("fk_horaires_lieu_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_horaires")),
        sa.UniqueConstraint("uuid", name=op.f("uq_horaires_uuid")),
    )
    op.create_table(
        "objectifs",
        sa.Column("intervention_id", sa.Integer(), nullable=False),
        sa.Column("libelle", sa.String(length=400), nullable=False),
        sa.Column("statut", sa.String(length=60), nullable=False),
        sa.Column("date_statut", sa.Date(), nullable=True),
        sa.Column("echeance", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        plausible("objectifs", "date_statut"),
        plausible("objectifs", "echeance"),
        sa.CheckConstraint("length(libelle) BETWEEN 1 AND 400", name=op.f("ck_objectifs_libelle_rempli")),
        sa.ForeignKeyConstraint(
            ["intervention_id"], ["interventions.id"], name=op.f("fk_objectifs_intervention_id")
        ),
        sa.ForeignKeyConstraint(["statut"], ["code_statut_objectif.code"], name=op.f("fk_objectifs_statut")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objectifs")),
        sa.UniqueConstraint("uuid", name=op.f("uq_objectifs_uuid")),
    )
    op.create_table(
        "orientations",
        sa.Column("famille_id", sa.Integer(), nullable=False),
        sa.Column("intervention_id", sa.Integer(), nullable=True),
        sa.Column("partenaire_id", sa.Integer(), nullable=False),
        sa.Column("agent_id", sa.Integer(), nullable=True),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("objet", sa.String(length=400), nullable=True),
        sa.Column("reponse", sa.String(length=60), nullable=True),
        sa.Column("date_reponse", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        plausible("orientations", "date"),
        plausible("orientations", "date_reponse"),
        sa.CheckConstraint("date_reponse >= date", name=op.f("ck_orientations_date_reponse_apres_date")),
        sa.CheckConstraint("length(objet) BETWEEN 1 AND 400", name=op.f("ck_orientations_objet_rempli")),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f("fk_orientations_agent_id")),
        sa.ForeignKeyConstraint(["famille_id"], ["familles.id"], name=op.f("fk_orientations_famille_id")),
        sa.ForeignKeyConstraint(
            ["intervention_id"], ["interventions.id"], name=op.f("fk_orientations_intervention_id")
        ),
        sa.ForeignKeyConstraint(
            ["partenaire_id"], ["partenaires.id"], name=op.f("fk_orientations_partenaire_id")
        ),
        sa.ForeignKeyConstraint(["reponse"], ["code_reponse.code"], name=op.f("fk_orientations_reponse")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orientations")),
        sa.UniqueConstraint("uuid", name=op.f("uq_orientations_uuid")),
    )
    op.create_table(
        "demarches",
        sa.Column("intervention_id", sa.Integer(), nullable=False),
        sa.Column("objectif_id", sa.Integer(), nullable=True),
        sa.Column("libelle", sa.String(length=400), nullable=False),
        sa.Column("echeance", sa.Date(), nullable=True),
        sa.Column("date_realisation", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        plausible("demarches", "date_realisation"),
        plausible("demarches", "echeance"),
        sa.CheckConstraint("length(libelle) BETWEEN 1 AND 400", name=op.f("ck_demarches_libelle_rempli")),
        sa.ForeignKeyConstraint(
            ["intervention_id"], ["interventions.id"], name=op.f("fk_demarches_intervention_id")
        ),
        sa.ForeignKeyConstraint(["objectif_id"], ["objectifs.id"], name=op.f("fk_demarches_objectif_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demarches")),
        sa.UniqueConstraint("uuid", name=op.f("uq_demarches_uuid")),
    )
    op.create_table(
        "droits_examines",
        sa.Column("rendez_vous_id", sa.Integer(), nullable=False),
        sa.Column("droit", sa.String(length=60), nullable=False),
        sa.Column("etat", sa.String(length=60), nullable=False),
        sa.Column("date_etat", sa.Date(), nullable=False),
        sa.Column("montant", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        plausible("droits_examines", "date_etat"),
        sa.CheckConstraint(
            "montant BETWEEN 0 AND 10000000000 AND round(montant) = montant",
            name=op.f("ck_droits_examines_montant_compte"),
        ),
        sa.ForeignKeyConstraint(["droit"], ["code_droit.code"], name=op.f("fk_droits_examines_droit")),
        sa.ForeignKeyConstraint(["etat"], ["code_etat_droit.code"], name=op.f("fk_droits_examines_etat")),
        sa.ForeignKeyConstraint(
            ["rendez_vous_id"], ["rendez_vous.id"], name=op.f("fk_droits_examines_rendez_vous_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_droits_examines")),
        sa.UniqueConstraint("rendez_vous_id", "droit", name=op.f("uq_droits_examines_rendez_vous_id_droit")),
        sa.UniqueConstraint("uuid", name=op.f("uq_droits_examines_uuid")),
    )


def upgrade() -> None:
    for name in CODE_LISTS:
        create_code_table(f"code_{name}")
    create_tables()
    for table, definition in COLUMNS:
        op.execute(f"ALTER TABLE {table} ADD COLUMN {definition}")
    for name, table, columns, where in INDEXES:
        op.create_index(name, table, columns, sqlite_where=sa.text(where) if where else None)
    if op.get_context().dialect.name == "sqlite":
        for name in (*CODE_LISTS, "droit"):
            protect(f"code_{name}", "DELETE", "un code ne se supprime pas")
            protect(f"code_{name}", "UPDATE OF code", "un code ne se renomme pas")
        op.execute(
            "CREATE VIRTUAL TABLE recherche_notes USING fts5("
            "texte, content='', contentless_delete=1, tokenize='unicode61', prefix='2 3')"
        )


def downgrade() -> None:
    if op.get_context().dialect.name == "sqlite":
        op.execute("DROP TABLE recherche_notes")
    for name, table, *_ in reversed(INDEXES):
        op.drop_index(name, table)
    for table, definition in reversed(COLUMNS):
        op.execute(f"ALTER TABLE {table} DROP COLUMN {definition.split(maxsplit=1)[0]}")
    for name in (*TABLES, "code_droit", *(f"code_{name}" for name in CODE_LISTS)):
        op.drop_table(name)
