"""Initial schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


CODE_LISTS = (
    "aide_logement",
    "canal",
    "cible",
    "composition",
    "decision",
    "demandeur",
    "domaine",
    "forme",
    "issue_impaye",
    "issue_intervention",
    "metier",
    "mode",
    "motif_aide",
    "motif_fin",
    "nature",
    "origine",
    "origine_signalement",
    "procedure",
    "reponse",
    "resultat_constat",
    "resultat_contact",
    "secteur_logement",
    "statut",
    "suite",
    "type_action",
    "type_rendez_vous",
)


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


def create_sqlite_parts() -> None:
    op.execute(
        "CREATE VIRTUAL TABLE recherche_familles USING fts5("
        "texte, content='', contentless_delete=1, tokenize='unicode61', prefix='2 3')"
    )
    for name in (*CODE_LISTS, "motif"):
        protect(f"code_{name}", "DELETE", "un code ne se supprime pas")
        protect(f"code_{name}", "UPDATE OF code", "un code ne se renomme pas")
    protect("journal", "UPDATE", "le journal ne se modifie pas")


def upgrade() -> None:
    for name in CODE_LISTS:
        create_code_table(f"code_{name}")
    op.create_table(
        "familles",
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("matricule", sa.String(length=20), nullable=True),
        sa.Column("nom", sa.String(length=400), nullable=False),
        sa.Column("prenom", sa.String(length=400), nullable=True),
        sa.Column("cle_tri", sa.String(length=900), nullable=False),
        sa.Column("date_naissance", sa.Date(), nullable=True),
        sa.Column("code_commune", sa.String(length=5), nullable=True),
        sa.Column("telephone", sa.String(length=400), nullable=True),
        sa.Column("courriel", sa.String(length=400), nullable=True),
        sa.Column("protection", sa.Boolean(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.CheckConstraint("length(cle_tri) <= 900", name=op.f("ck_familles_cle_tri_bornee")),
        sa.CheckConstraint("length(code_commune) = 5", name=op.f("ck_familles_code_commune_5")),
        sa.CheckConstraint("length(courriel) BETWEEN 1 AND 400", name=op.f("ck_familles_courriel_rempli")),
        plausible("familles", "date_naissance"),
        sa.CheckConstraint("length(matricule) BETWEEN 1 AND 20", name=op.f("ck_familles_matricule_rempli")),
        sa.CheckConstraint("length(nom) BETWEEN 1 AND 400", name=op.f("ck_familles_nom_rempli")),
        sa.CheckConstraint("length(prenom) BETWEEN 1 AND 400", name=op.f("ck_familles_prenom_rempli")),
        sa.CheckConstraint("protection IN (true, false)", name=op.f("ck_familles_protection_oui_non")),
        sa.CheckConstraint("length(reference) BETWEEN 1 AND 60", name=op.f("ck_familles_reference_rempli")),
        sa.CheckConstraint("length(telephone) BETWEEN 1 AND 400", name=op.f("ck_familles_telephone_rempli")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_familles")),
        sa.UniqueConstraint("matricule", name=op.f("uq_familles_matricule")),
        sa.UniqueConstraint("reference", name=op.f("uq_familles_reference")),
        sa.UniqueConstraint("uuid", name=op.f("uq_familles_uuid")),
    )
    with op.batch_alter_table("familles", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_familles_cle_tri_id"), ["cle_tri", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_familles_code_commune_id"), ["code_commune", "id"], unique=False)

    op.create_table(
        "journal",
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("horodatage", sa.String(length=27), nullable=False),
        sa.Column("auteur", sa.String(length=200), nullable=False),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("objet", sa.String(length=60), nullable=False),
        sa.Column("objet_id", sa.Integer(), nullable=True),
        sa.Column("objet_id_fin", sa.Integer(), nullable=True),
        sa.Column("champs", sa.Text(), nullable=False),
        sa.Column("empreinte", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "action IN ('creation', 'modification', 'suppression', 'consultation', 'import', 'export')",
            name=op.f("ck_journal_action_connue"),
        ),
        sa.CheckConstraint("length(auteur) BETWEEN 1 AND 200", name=op.f("ck_journal_auteur_rempli")),
        sa.CheckConstraint("length(empreinte) = 64", name=op.f("ck_journal_empreinte_64")),
        sa.CheckConstraint("length(horodatage) = 27", name=op.f("ck_journal_horodatage_27")),
        *(
            sa.CheckConstraint(
                f"{column} BETWEEN 1 AND 2000000000 AND round({column}) = {column}",
                name=op.f(f"ck_journal_{column}_compte"),
            )
            for column in ("sequence", "objet_id", "objet_id_fin")
        ),
        sa.CheckConstraint("length(objet) BETWEEN 1 AND 60", name=op.f("ck_journal_objet_rempli")),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_journal")),
    )
    with op.batch_alter_table("journal", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_journal_objet_objet_id_objet_id_fin"),
            ["objet", "objet_id", "objet_id_fin"],
            unique=False,
        )

    op.create_table(
        "lieux",
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("libelle", sa.String(length=400), nullable=False),
        sa.Column("type", sa.String(length=400), nullable=True),
        sa.Column("code_commune", sa.String(length=5), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.CheckConstraint("length(code_commune) = 5", name=op.f("ck_lieux_code_commune_5")),
        sa.CheckConstraint("length(code) BETWEEN 1 AND 60", name=op.f("ck_lieux_code_rempli")),
        sa.CheckConstraint("length(libelle) BETWEEN 1 AND 400", name=op.f("ck_lieux_libelle_rempli")),
        sa.CheckConstraint("length(type) BETWEEN 1 AND 400", name=op.f("ck_lieux_type_rempli")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lieux")),
        sa.UniqueConstraint("code", name=op.f("uq_lieux_code")),
        sa.UniqueConstraint("uuid", name=op.f("uq_lieux_uuid")),
    )
    op.create_table(
        "partenaires",
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("nom", sa.String(length=400), nullable=False),
        sa.Column("type", sa.String(length=400), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.CheckConstraint("length(code) BETWEEN 1 AND 60", name=op.f("ck_partenaires_code_rempli")),
        sa.CheckConstraint("length(nom) BETWEEN 1 AND 400", name=op.f("ck_partenaires_nom_rempli")),
        sa.CheckConstraint("length(type) BETWEEN 1 AND 400", name=op.f("ck_partenaires_type_rempli")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partenaires")),
        sa.UniqueConstraint("code", name=op.f("uq_partenaires_code")),
        sa.UniqueConstraint("uuid", name=op.f("uq_partenaires_uuid")),
    )
    op.create_table(
        "reperes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("annee", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=200), nullable=False),
        sa.Column("libelle", sa.String(length=400), nullable=True),
        sa.Column("valeur", sa.String(length=40), nullable=False),
        sa.CheckConstraint(
            "annee BETWEEN 1900 AND 2199 AND round(annee) = annee", name=op.f("ck_reperes_annee_compte")
        ),
        sa.CheckConstraint("length(code) BETWEEN 1 AND 200", name=op.f("ck_reperes_code_rempli")),
        sa.CheckConstraint("length(libelle) BETWEEN 1 AND 400", name=op.f("ck_reperes_libelle_rempli")),
        sa.CheckConstraint(
            "length(valeur) BETWEEN 1 AND 40 AND trim(valeur, '-0123456789') IN ('', '.')",
            name=op.f("ck_reperes_valeur_decimale"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reperes")),
        sa.UniqueConstraint("annee", "code", name=op.f("uq_reperes_annee_code")),
    )
    op.create_table(
        "seances_commission",
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("instance", sa.String(length=400), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.CheckConstraint("length(code) BETWEEN 1 AND 60", name=op.f("ck_seances_commission_code_rempli")),
        plausible("seances_commission", "date"),
        sa.CheckConstraint(
            "length(instance) BETWEEN 1 AND 400", name=op.f("ck_seances_commission_instance_rempli")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seances_commission")),
        sa.UniqueConstraint("code", name=op.f("uq_seances_commission_code")),
        sa.UniqueConstraint("uuid", name=op.f("uq_seances_commission_uuid")),
    )
    with op.batch_alter_table("seances_commission", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_seances_commission_date_instance"), ["date", "instance"], unique=False
        )

    op.create_table(
        "actions_collectives",
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("type", sa.String(length=60), nullable=False),
        sa.Column("theme", sa.String(length=400), nullable=True),
        sa.Column("libelle", sa.String(length=400), nullable=True),
        sa.Column("lieu_id", sa.Integer(), nullable=True),
        sa.Column("partenaire_id", sa.Integer(), nullable=True),
        sa.Column("co_animation", sa.Boolean(), nullable=True),
        sa.Column("date_debut", sa.Date(), nullable=False),
        sa.Column("date_fin", sa.Date(), nullable=True),
        sa.Column("participants", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "co_animation IN (true, false)", name=op.f("ck_actions_collectives_co_animation_oui_non")
        ),
        plausible("actions_collectives", "date_debut"),
        sa.CheckConstraint(
            "date_fin >= date_debut", name=op.f("ck_actions_collectives_date_fin_apres_date_debut")
        ),
        plausible("actions_collectives", "date_fin"),
        sa.CheckConstraint(
            "length(libelle) BETWEEN 1 AND 400", name=op.f("ck_actions_collectives_libelle_rempli")
        ),
        sa.CheckConstraint(
            "participants BETWEEN 0 AND 100000 AND round(participants) = participants",
            name=op.f("ck_actions_collectives_participants_compte"),
        ),
        sa.CheckConstraint(
            "length(reference) BETWEEN 1 AND 60", name=op.f("ck_actions_collectives_reference_rempli")
        ),
        sa.CheckConstraint(
            "length(theme) BETWEEN 1 AND 400", name=op.f("ck_actions_collectives_theme_rempli")
        ),
        sa.ForeignKeyConstraint(["lieu_id"], ["lieux.id"], name=op.f("fk_actions_collectives_lieu_id")),
        sa.ForeignKeyConstraint(
            ["partenaire_id"], ["partenaires.id"], name=op.f("fk_actions_collectives_partenaire_id")
        ),
        sa.ForeignKeyConstraint(
            ["type"], ["code_type_action.code"], name=op.f("fk_actions_collectives_type")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actions_collectives")),
        sa.UniqueConstraint("reference", name=op.f("uq_actions_collectives_reference")),
        sa.UniqueConstraint("uuid", name=op.f("uq_actions_collectives_uuid")),
    )
    with op.batch_alter_table("actions_collectives", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_actions_collectives_date_debut_date_fin"), ["date_debut", "date_fin"], unique=False
        )

    op.create_table(
        "agents",
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("nom", sa.String(length=400), nullable=False),
        sa.Column("prenom", sa.String(length=400), nullable=True),
        sa.Column("metier", sa.String(length=60), nullable=False),
        sa.Column("secteur", sa.String(length=400), nullable=True),
        sa.Column("actif", sa.Boolean(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.CheckConstraint("actif IN (true, false)", name=op.f("ck_agents_actif_oui_non")),
        sa.CheckConstraint("length(code) BETWEEN 1 AND 60", name=op.f("ck_agents_code_rempli")),
        sa.CheckConstraint("length(nom) BETWEEN 1 AND 400", name=op.f("ck_agents_nom_rempli")),
        sa.CheckConstraint("length(prenom) BETWEEN 1 AND 400", name=op.f("ck_agents_prenom_rempli")),
        sa.CheckConstraint("length(secteur) BETWEEN 1 AND 400", name=op.f("ck_agents_secteur_rempli")),
        sa.ForeignKeyConstraint(["metier"], ["code_metier.code"], name=op.f("fk_agents_metier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agents")),
        sa.UniqueConstraint("code", name=op.f("uq_agents_code")),
        sa.UniqueConstraint("uuid", name=op.f("uq_agents_uuid")),
    )
    op.create_table(
        "appels",
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("decroche", sa.Boolean(), nullable=False),
        sa.Column("famille_id", sa.Integer(), nullable=True),
        sa.Column("suite", sa.String(length=60), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        plausible("appels", "date"),
        sa.CheckConstraint("decroche IN (true, false)", name=op.f("ck_appels_decroche_oui_non")),
        sa.CheckConstraint("length(reference) BETWEEN 1 AND 60", name=op.f("ck_appels_reference_rempli")),
        sa.ForeignKeyConstraint(["famille_id"], ["familles.id"], name=op.f("fk_appels_famille_id")),
        sa.ForeignKeyConstraint(["suite"], ["code_suite.code"], name=op.f("fk_appels_suite")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appels")),
        sa.UniqueConstraint("reference", name=op.f("uq_appels_reference")),
        sa.UniqueConstraint("uuid", name=op.f("uq_appels_uuid")),
    )
    with op.batch_alter_table("appels", schema=None) as batch_op:
        batch_op.create_index("ix_appels_chiffres", ["date", "decroche", "suite"], unique=False)
        batch_op.create_index(batch_op.f("ix_appels_famille_id"), ["famille_id"], unique=False)

    op.create_table(
        "code_motif",
        sa.Column("cible", sa.String(length=60), nullable=False),
        sa.Column("niveau", sa.String(length=10), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("libelle", sa.String(length=200), nullable=False),
        sa.Column("ordre", sa.Integer(), nullable=False),
        sa.Column("depuis", sa.Date(), nullable=True),
        sa.Column("jusqu_au", sa.Date(), nullable=True),
        sa.CheckConstraint("code = lower(code)", name=op.f("ck_code_motif_code_minuscule")),
        sa.CheckConstraint("length(code) BETWEEN 1 AND 60", name=op.f("ck_code_motif_code_rempli")),
        plausible("code_motif", "depuis"),
        sa.CheckConstraint("jusqu_au >= depuis", name=op.f("ck_code_motif_jusqu_au_apres_depuis")),
        plausible("code_motif", "jusqu_au"),
        sa.CheckConstraint("length(libelle) BETWEEN 1 AND 200", name=op.f("ck_code_motif_libelle_rempli")),
        sa.CheckConstraint("niveau IN ('national', 'local')", name=op.f("ck_code_motif_niveau_connu")),
        sa.CheckConstraint(
            "ordre BETWEEN 1 AND 100000 AND round(ordre) = ordre", name=op.f("ck_code_motif_ordre_compte")
        ),
        sa.ForeignKeyConstraint(["cible"], ["code_cible.code"], name=op.f("fk_code_motif_cible")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_code_motif")),
    )
    op.create_table(
        "logements_signales",
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("famille_id", sa.Integer(), nullable=False),
        sa.Column("origine", sa.String(length=60), nullable=False),
        sa.Column("date_signalement", sa.Date(), nullable=False),
        sa.Column("date_constat", sa.Date(), nullable=True),
        sa.Column("operateur", sa.String(length=400), nullable=True),
        sa.Column("resultat", sa.String(length=60), nullable=True),
        sa.Column("date_diagnostic", sa.Date(), nullable=True),
        sa.Column("assistance_maitrise_ouvrage", sa.Boolean(), nullable=True),
        sa.Column("date_conservation", sa.Date(), nullable=True),
        sa.Column("date_levee", sa.Date(), nullable=True),
        sa.Column("travaux", sa.Boolean(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "assistance_maitrise_ouvrage IN (true, false)",
            name=op.f("ck_logements_signales_assistance_maitrise_ouvrage_oui_non"),
        ),
        plausible("logements_signales", "date_conservation"),
        sa.CheckConstraint(
            "date_constat >= date_signalement",
            name=op.f("ck_logements_signales_date_constat_apres_date_signalement"),
        ),
        plausible("logements_signales", "date_constat"),
        plausible("logements_signales", "date_diagnostic"),
        sa.CheckConstraint(
            "date_levee >= date_conservation",
            name=op.f("ck_logements_signales_date_levee_apres_date_conservation"),
        ),
        plausible("logements_signales", "date_levee"),
        plausible("logements_signales", "date_signalement"),
        sa.CheckConstraint(
            "length(operateur) BETWEEN 1 AND 400", name=op.f("ck_logements_signales_operateur_rempli")
        ),
        sa.CheckConstraint(
            "length(reference) BETWEEN 1 AND 60", name=op.f("ck_logements_signales_reference_rempli")
        ),
        sa.CheckConstraint("travaux IN (true, false)", name=op.f("ck_logements_signales_travaux_oui_non")),
        sa.ForeignKeyConstraint(
            ["famille_id"], ["familles.id"], name=op.f("fk_logements_signales_famille_id")
        ),
        sa.ForeignKeyConstraint(
            ["origine"], ["code_origine_signalement.code"], name=op.f("fk_logements_signales_origine")
        ),
        sa.ForeignKeyConstraint(
            ["resultat"], ["code_resultat_constat.code"], name=op.f("fk_logements_signales_resultat")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_logements_signales")),
        sa.UniqueConstraint("reference", name=op.f("uq_logements_signales_reference")),
        sa.UniqueConstraint("uuid", name=op.f("uq_logements_signales_uuid")),
    )
    with op.batch_alter_table("logements_signales", schema=None) as batch_op:
        batch_op.create_index("ix_logements_signales_constats", ["date_constat", "resultat"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_logements_signales_date_conservation"), ["date_conservation"], unique=False
        )
        batch_op.create_index(
            "ix_logements_signales_diagnostics",
            ["date_diagnostic", "assistance_maitrise_ouvrage"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_logements_signales_date_levee_travaux"), ["date_levee", "travaux"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_logements_signales_famille_id"), ["famille_id"], unique=False)
        batch_op.create_index("ix_logements_signales_signales", ["date_signalement", "origine"], unique=False)

    op.create_table(
        "situations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("famille_id", sa.Integer(), nullable=False),
        sa.Column("date_effet", sa.Date(), nullable=False),
        sa.Column("composition", sa.String(length=60), nullable=True),
        sa.Column("nombre_enfants", sa.Integer(), nullable=True),
        sa.Column("naissance_dernier_enfant", sa.Date(), nullable=True),
        sa.Column("grossesse", sa.Boolean(), nullable=True),
        sa.Column("quotient_familial", sa.BigInteger(), nullable=True),
        sa.Column("minima_sociaux", sa.Boolean(), nullable=True),
        sa.Column("aide_logement", sa.String(length=60), nullable=True),
        plausible("situations", "date_effet"),
        sa.CheckConstraint("grossesse IN (true, false)", name=op.f("ck_situations_grossesse_oui_non")),
        sa.CheckConstraint(
            "minima_sociaux IN (true, false)", name=op.f("ck_situations_minima_sociaux_oui_non")
        ),
        plausible("situations", "naissance_dernier_enfant"),
        sa.CheckConstraint(
            "nombre_enfants BETWEEN 0 AND 30 AND round(nombre_enfants) = nombre_enfants",
            name=op.f("ck_situations_nombre_enfants_compte"),
        ),
        sa.CheckConstraint(
            "quotient_familial BETWEEN 0 AND 10000000000 AND round(quotient_familial) = quotient_familial",
            name=op.f("ck_situations_quotient_familial_compte"),
        ),
        sa.ForeignKeyConstraint(
            ["aide_logement"], ["code_aide_logement.code"], name=op.f("fk_situations_aide_logement")
        ),
        sa.ForeignKeyConstraint(
            ["composition"], ["code_composition.code"], name=op.f("fk_situations_composition")
        ),
        sa.ForeignKeyConstraint(["famille_id"], ["familles.id"], name=op.f("fk_situations_famille_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_situations")),
        sa.UniqueConstraint("famille_id", "date_effet", name=op.f("uq_situations_famille_id_date_effet")),
    )
    op.create_table(
        "types_aide",
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("libelle", sa.String(length=400), nullable=False),
        sa.Column("domaine", sa.String(length=60), nullable=False),
        sa.Column("formes", sa.String(length=20), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.CheckConstraint("length(code) BETWEEN 1 AND 60", name=op.f("ck_types_aide_code_rempli")),
        sa.CheckConstraint(
            "formes IN ('subvention', 'pret', 'subvention pret')", name=op.f("ck_types_aide_formes_connues")
        ),
        sa.CheckConstraint("length(libelle) BETWEEN 1 AND 400", name=op.f("ck_types_aide_libelle_rempli")),
        sa.ForeignKeyConstraint(["domaine"], ["code_domaine.code"], name=op.f("fk_types_aide_domaine")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_types_aide")),
        sa.UniqueConstraint("code", name=op.f("uq_types_aide_code")),
        sa.UniqueConstraint("uuid", name=op.f("uq_types_aide_uuid")),
    )
    op.create_table(
        "interventions",
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("famille_id", sa.Integer(), nullable=False),
        sa.Column("motif", sa.String(length=60), nullable=False),
        sa.Column("nature", sa.String(length=60), nullable=False),
        sa.Column("origine", sa.String(length=60), nullable=True),
        sa.Column("agent_id", sa.Integer(), nullable=True),
        sa.Column("date_ouverture", sa.Date(), nullable=False),
        sa.Column("date_cloture", sa.Date(), nullable=True),
        sa.Column("issue", sa.String(length=60), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "date_cloture >= date_ouverture", name=op.f("ck_interventions_date_cloture_apres_date_ouverture")
        ),
        plausible("interventions", "date_cloture"),
        plausible("interventions", "date_ouverture"),
        sa.CheckConstraint(
            "length(reference) BETWEEN 1 AND 60", name=op.f("ck_interventions_reference_rempli")
        ),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f("fk_interventions_agent_id")),
        sa.ForeignKeyConstraint(["famille_id"], ["familles.id"], name=op.f("fk_interventions_famille_id")),
        sa.ForeignKeyConstraint(
            ["issue"], ["code_issue_intervention.code"], name=op.f("fk_interventions_issue")
        ),
        sa.ForeignKeyConstraint(["motif"], ["code_motif.code"], name=op.f("fk_interventions_motif")),
        sa.ForeignKeyConstraint(["nature"], ["code_nature.code"], name=op.f("fk_interventions_nature")),
        sa.ForeignKeyConstraint(["origine"], ["code_origine.code"], name=op.f("fk_interventions_origine")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interventions")),
        sa.UniqueConstraint("reference", name=op.f("uq_interventions_reference")),
        sa.UniqueConstraint("uuid", name=op.f("uq_interventions_uuid")),
    )
    with op.batch_alter_table("interventions", schema=None) as batch_op:
        batch_op.create_index(
            "ix_interventions_actives",
            ["date_ouverture", "date_cloture", "motif", "nature", "origine", "famille_id", "agent_id"],
            unique=False,
        )
        batch_op.create_index("ix_interventions_closes", ["date_cloture", "date_ouverture"], unique=False)
        batch_op.create_index(
            "ix_interventions_famille", ["famille_id", "date_ouverture", "date_cloture"], unique=False
        )

    op.create_table(
        "offres_contact",
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("famille_id", sa.Integer(), nullable=False),
        sa.Column("campagne", sa.String(length=400), nullable=True),
        sa.Column("motif", sa.String(length=60), nullable=False),
        sa.Column("date_offre", sa.Date(), nullable=False),
        sa.Column("reponse", sa.String(length=60), nullable=True),
        sa.Column("date_reponse", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "length(campagne) BETWEEN 1 AND 400", name=op.f("ck_offres_contact_campagne_rempli")
        ),
        plausible("offres_contact", "date_offre"),
        sa.CheckConstraint(
            "date_reponse >= date_offre", name=op.f("ck_offres_contact_date_reponse_apres_date_offre")
        ),
        plausible("offres_contact", "date_reponse"),
        sa.CheckConstraint(
            "length(reference) BETWEEN 1 AND 60", name=op.f("ck_offres_contact_reference_rempli")
        ),
        sa.ForeignKeyConstraint(["famille_id"], ["familles.id"], name=op.f("fk_offres_contact_famille_id")),
        sa.ForeignKeyConstraint(["motif"], ["code_motif.code"], name=op.f("fk_offres_contact_motif")),
        sa.ForeignKeyConstraint(["reponse"], ["code_reponse.code"], name=op.f("fk_offres_contact_reponse")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offres_contact")),
        sa.UniqueConstraint("reference", name=op.f("uq_offres_contact_reference")),
        sa.UniqueConstraint("uuid", name=op.f("uq_offres_contact_uuid")),
    )
    with op.batch_alter_table("offres_contact", schema=None) as batch_op:
        batch_op.create_index(
            "ix_offres_contact_chiffres", ["date_offre", "campagne", "motif", "reponse"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_offres_contact_famille_id"), ["famille_id"], unique=False)

    op.create_table(
        "permanences",
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("lieu_id", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("agent_id", sa.Integer(), nullable=True),
        sa.Column("personnes_recues", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        plausible("permanences", "date"),
        sa.CheckConstraint(
            "personnes_recues BETWEEN 0 AND 100000 AND round(personnes_recues) = personnes_recues",
            name=op.f("ck_permanences_personnes_recues_compte"),
        ),
        sa.CheckConstraint(
            "length(reference) BETWEEN 1 AND 60", name=op.f("ck_permanences_reference_rempli")
        ),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f("fk_permanences_agent_id")),
        sa.ForeignKeyConstraint(["lieu_id"], ["lieux.id"], name=op.f("fk_permanences_lieu_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_permanences")),
        sa.UniqueConstraint("reference", name=op.f("uq_permanences_reference")),
        sa.UniqueConstraint("uuid", name=op.f("uq_permanences_uuid")),
    )
    with op.batch_alter_table("permanences", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_permanences_date_lieu_id"), ["date", "lieu_id"], unique=False)

    op.create_table(
        "seances_collectives",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("rang", sa.Integer(), nullable=False),
        sa.Column("presents", sa.Integer(), nullable=True),
        plausible("seances_collectives", "date"),
        sa.CheckConstraint(
            "presents BETWEEN 0 AND 100000 AND round(presents) = presents",
            name=op.f("ck_seances_collectives_presents_compte"),
        ),
        sa.CheckConstraint(
            "rang BETWEEN 1 AND 100000 AND round(rang) = rang",
            name=op.f("ck_seances_collectives_rang_compte"),
        ),
        sa.ForeignKeyConstraint(
            ["action_id"], ["actions_collectives.id"], name=op.f("fk_seances_collectives_action_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seances_collectives")),
        sa.UniqueConstraint(
            "action_id", "date", "rang", name=op.f("uq_seances_collectives_action_id_date_rang")
        ),
    )
    with op.batch_alter_table("seances_collectives", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seances_collectives_date"), ["date"], unique=False)

    op.create_table(
        "aides",
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("famille_id", sa.Integer(), nullable=False),
        sa.Column("type_aide_id", sa.Integer(), nullable=False),
        sa.Column("motif", sa.String(length=60), nullable=True),
        sa.Column("demandeur", sa.String(length=60), nullable=True),
        sa.Column("agent_id", sa.Integer(), nullable=True),
        sa.Column("partenaire_id", sa.Integer(), nullable=True),
        sa.Column("intervention_id", sa.Integer(), nullable=True),
        sa.Column("date_demande", sa.Date(), nullable=False),
        sa.Column("montant_demande", sa.BigInteger(), nullable=True),
        sa.Column("seance_id", sa.Integer(), nullable=True),
        sa.Column("date_decision", sa.Date(), nullable=True),
        sa.Column("decision", sa.String(length=60), nullable=True),
        sa.Column("montant_pret", sa.BigInteger(), nullable=True),
        sa.Column("montant_subvention", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "decision NOT IN ('accord', 'accord_partiel') OR date_decision IS NOT NULL",
            name=op.f("ck_aides_accord_date"),
        ),
        sa.CheckConstraint(
            "date_decision >= date_demande", name=op.f("ck_aides_date_decision_apres_date_demande")
        ),
        plausible("aides", "date_decision"),
        plausible("aides", "date_demande"),
        sa.CheckConstraint(
            "montant_demande BETWEEN 0 AND 10000000000 AND round(montant_demande) = montant_demande",
            name=op.f("ck_aides_montant_demande_compte"),
        ),
        sa.CheckConstraint(
            "montant_pret BETWEEN 0 AND 10000000000 AND round(montant_pret) = montant_pret",
            name=op.f("ck_aides_montant_pret_compte"),
        ),
        sa.CheckConstraint(
            "montant_subvention BETWEEN 0 AND 10000000000 AND round(montant_subvention) = montant_subvention",
            name=op.f("ck_aides_montant_subvention_compte"),
        ),
        sa.CheckConstraint("length(reference) BETWEEN 1 AND 60", name=op.f("ck_aides_reference_rempli")),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f("fk_aides_agent_id")),
        sa.ForeignKeyConstraint(["decision"], ["code_decision.code"], name=op.f("fk_aides_decision")),
        sa.ForeignKeyConstraint(["demandeur"], ["code_demandeur.code"], name=op.f("fk_aides_demandeur")),
        sa.ForeignKeyConstraint(["famille_id"], ["familles.id"], name=op.f("fk_aides_famille_id")),
        sa.ForeignKeyConstraint(
            ["intervention_id"], ["interventions.id"], name=op.f("fk_aides_intervention_id")
        ),
        sa.ForeignKeyConstraint(["motif"], ["code_motif_aide.code"], name=op.f("fk_aides_motif")),
        sa.ForeignKeyConstraint(["partenaire_id"], ["partenaires.id"], name=op.f("fk_aides_partenaire_id")),
        sa.ForeignKeyConstraint(["seance_id"], ["seances_commission.id"], name=op.f("fk_aides_seance_id")),
        sa.ForeignKeyConstraint(["type_aide_id"], ["types_aide.id"], name=op.f("fk_aides_type_aide_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aides")),
        sa.UniqueConstraint("reference", name=op.f("uq_aides_reference")),
        sa.UniqueConstraint("uuid", name=op.f("uq_aides_uuid")),
    )
    with op.batch_alter_table("aides", schema=None) as batch_op:
        batch_op.create_index(
            "ix_aides_decidees",
            [
                "date_decision",
                "decision",
                "type_aide_id",
                "demandeur",
                "famille_id",
                "montant_pret",
                "montant_subvention",
                "date_demande",
                "seance_id",
            ],
            unique=False,
        )
        batch_op.create_index("ix_aides_demandees", ["date_demande"], unique=False)
        batch_op.create_index("ix_aides_famille", ["famille_id", "date_demande"], unique=False)
        batch_op.create_index("ix_aides_seance", ["seance_id"], unique=False)

    op.create_table(
        "impayes",
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("famille_id", sa.Integer(), nullable=False),
        sa.Column("aide_logement", sa.String(length=60), nullable=False),
        sa.Column("secteur", sa.String(length=60), nullable=True),
        sa.Column("tiers_payant", sa.Boolean(), nullable=True),
        sa.Column("bailleur", sa.String(length=400), nullable=True),
        sa.Column("loyer", sa.BigInteger(), nullable=True),
        sa.Column("charges", sa.BigInteger(), nullable=True),
        sa.Column("montant_aide", sa.BigInteger(), nullable=True),
        sa.Column("dette", sa.BigInteger(), nullable=True),
        sa.Column("date_constitution", sa.Date(), nullable=True),
        sa.Column("date_signalement", sa.Date(), nullable=False),
        sa.Column("cible_locale", sa.Boolean(), nullable=True),
        sa.Column("accompagnement_administratif", sa.Boolean(), nullable=True),
        sa.Column("accompagnement_social", sa.Boolean(), nullable=True),
        sa.Column("intervention_id", sa.Integer(), nullable=True),
        sa.Column("procedure", sa.String(length=60), nullable=True),
        sa.Column("issue", sa.String(length=60), nullable=True),
        sa.Column("date_issue", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "accompagnement_administratif IN (true, false)",
            name=op.f("ck_impayes_accompagnement_administratif_oui_non"),
        ),
        sa.CheckConstraint(
            "accompagnement_social IN (true, false)", name=op.f("ck_impayes_accompagnement_social_oui_non")
        ),
        sa.CheckConstraint("length(bailleur) BETWEEN 1 AND 400", name=op.f("ck_impayes_bailleur_rempli")),
        sa.CheckConstraint(
            "charges BETWEEN 0 AND 10000000000 AND round(charges) = charges",
            name=op.f("ck_impayes_charges_compte"),
        ),
        sa.CheckConstraint("cible_locale IN (true, false)", name=op.f("ck_impayes_cible_locale_oui_non")),
        plausible("impayes", "date_constitution"),
        sa.CheckConstraint(
            "date_issue >= date_signalement", name=op.f("ck_impayes_date_issue_apres_date_signalement")
        ),
        plausible("impayes", "date_issue"),
        sa.CheckConstraint(
            "date_signalement >= date_constitution",
            name=op.f("ck_impayes_date_signalement_apres_date_constitution"),
        ),
        plausible("impayes", "date_signalement"),
        sa.CheckConstraint(
            "dette BETWEEN 0 AND 10000000000 AND round(dette) = dette", name=op.f("ck_impayes_dette_compte")
        ),
        sa.CheckConstraint(
            "loyer BETWEEN 0 AND 10000000000 AND round(loyer) = loyer", name=op.f("ck_impayes_loyer_compte")
        ),
        sa.CheckConstraint(
            "montant_aide BETWEEN 0 AND 10000000000 AND round(montant_aide) = montant_aide",
            name=op.f("ck_impayes_montant_aide_compte"),
        ),
        sa.CheckConstraint("length(reference) BETWEEN 1 AND 60", name=op.f("ck_impayes_reference_rempli")),
        sa.CheckConstraint("tiers_payant IN (true, false)", name=op.f("ck_impayes_tiers_payant_oui_non")),
        sa.ForeignKeyConstraint(
            ["aide_logement"], ["code_aide_logement.code"], name=op.f("fk_impayes_aide_logement")
        ),
        sa.ForeignKeyConstraint(["famille_id"], ["familles.id"], name=op.f("fk_impayes_famille_id")),
        sa.ForeignKeyConstraint(
            ["intervention_id"], ["interventions.id"], name=op.f("fk_impayes_intervention_id")
        ),
        sa.ForeignKeyConstraint(["issue"], ["code_issue_impaye.code"], name=op.f("fk_impayes_issue")),
        sa.ForeignKeyConstraint(["procedure"], ["code_procedure.code"], name=op.f("fk_impayes_procedure")),
        sa.ForeignKeyConstraint(["secteur"], ["code_secteur_logement.code"], name=op.f("fk_impayes_secteur")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_impayes")),
        sa.UniqueConstraint("reference", name=op.f("uq_impayes_reference")),
        sa.UniqueConstraint("uuid", name=op.f("uq_impayes_uuid")),
    )
    with op.batch_alter_table("impayes", schema=None) as batch_op:
        batch_op.create_index(
            "ix_impayes_chiffres",
            [
                "date_signalement",
                "aide_logement",
                "cible_locale",
                "issue",
                "date_issue",
                "accompagnement_administratif",
                "accompagnement_social",
                "famille_id",
            ],
            unique=False,
        )
        batch_op.create_index("ix_impayes_famille", ["famille_id"], unique=False)

    op.create_table(
        "rendez_vous",
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("famille_id", sa.Integer(), nullable=True),
        sa.Column("intervention_id", sa.Integer(), nullable=True),
        sa.Column("agent_id", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("type", sa.String(length=60), nullable=False),
        sa.Column("mode", sa.String(length=60), nullable=True),
        sa.Column("lieu_id", sa.Integer(), nullable=True),
        sa.Column("statut", sa.String(length=60), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        plausible("rendez_vous", "date"),
        sa.CheckConstraint(
            "length(reference) BETWEEN 1 AND 60", name=op.f("ck_rendez_vous_reference_rempli")
        ),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f("fk_rendez_vous_agent_id")),
        sa.ForeignKeyConstraint(["famille_id"], ["familles.id"], name=op.f("fk_rendez_vous_famille_id")),
        sa.ForeignKeyConstraint(
            ["intervention_id"], ["interventions.id"], name=op.f("fk_rendez_vous_intervention_id")
        ),
        sa.ForeignKeyConstraint(["lieu_id"], ["lieux.id"], name=op.f("fk_rendez_vous_lieu_id")),
        sa.ForeignKeyConstraint(["mode"], ["code_mode.code"], name=op.f("fk_rendez_vous_mode")),
        sa.ForeignKeyConstraint(["statut"], ["code_statut.code"], name=op.f("fk_rendez_vous_statut")),
        sa.ForeignKeyConstraint(["type"], ["code_type_rendez_vous.code"], name=op.f("fk_rendez_vous_type")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rendez_vous")),
        sa.UniqueConstraint("reference", name=op.f("uq_rendez_vous_reference")),
        sa.UniqueConstraint("uuid", name=op.f("uq_rendez_vous_uuid")),
    )
    with op.batch_alter_table("rendez_vous", schema=None) as batch_op:
        batch_op.create_index(
            "ix_rendez_vous_chiffres",
            ["date", "statut", "type", "mode", "lieu_id", "agent_id", "intervention_id"],
            unique=False,
        )
        batch_op.create_index("ix_rendez_vous_famille", ["famille_id", "date"], unique=False)
        batch_op.create_index("ix_rendez_vous_intervention", ["intervention_id"], unique=False)

    op.create_table(
        "suivis_rsa",
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("famille_id", sa.Integer(), nullable=False),
        sa.Column("date_designation", sa.Date(), nullable=False),
        sa.Column("date_fin", sa.Date(), nullable=True),
        sa.Column("motif_fin", sa.String(length=60), nullable=True),
        sa.Column("intervention_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        plausible("suivis_rsa", "date_designation"),
        sa.CheckConstraint(
            "date_fin >= date_designation", name=op.f("ck_suivis_rsa_date_fin_apres_date_designation")
        ),
        plausible("suivis_rsa", "date_fin"),
        sa.CheckConstraint("length(reference) BETWEEN 1 AND 60", name=op.f("ck_suivis_rsa_reference_rempli")),
        sa.ForeignKeyConstraint(["famille_id"], ["familles.id"], name=op.f("fk_suivis_rsa_famille_id")),
        sa.ForeignKeyConstraint(
            ["intervention_id"], ["interventions.id"], name=op.f("fk_suivis_rsa_intervention_id")
        ),
        sa.ForeignKeyConstraint(["motif_fin"], ["code_motif_fin.code"], name=op.f("fk_suivis_rsa_motif_fin")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suivis_rsa")),
        sa.UniqueConstraint("reference", name=op.f("uq_suivis_rsa_reference")),
        sa.UniqueConstraint("uuid", name=op.f("uq_suivis_rsa_uuid")),
    )
    with op.batch_alter_table("suivis_rsa", schema=None) as batch_op:
        batch_op.create_index(
            "ix_suivis_rsa_actifs", ["date_designation", "date_fin", "famille_id"], unique=False
        )
        batch_op.create_index("ix_suivis_rsa_famille", ["famille_id"], unique=False)
        batch_op.create_index("ix_suivis_rsa_fins", ["date_fin", "famille_id"], unique=False)

    op.create_table(
        "tentatives_contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offre_id", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("canal", sa.String(length=60), nullable=False),
        sa.Column("rang", sa.Integer(), nullable=False),
        sa.Column("resultat", sa.String(length=60), nullable=True),
        plausible("tentatives_contact", "date"),
        sa.CheckConstraint(
            "rang BETWEEN 1 AND 100000 AND round(rang) = rang", name=op.f("ck_tentatives_contact_rang_compte")
        ),
        sa.ForeignKeyConstraint(["canal"], ["code_canal.code"], name=op.f("fk_tentatives_contact_canal")),
        sa.ForeignKeyConstraint(
            ["offre_id"], ["offres_contact.id"], name=op.f("fk_tentatives_contact_offre_id")
        ),
        sa.ForeignKeyConstraint(
            ["resultat"], ["code_resultat_contact.code"], name=op.f("fk_tentatives_contact_resultat")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tentatives_contact")),
        sa.UniqueConstraint(
            "offre_id", "date", "canal", "rang", name=op.f("uq_tentatives_contact_offre_id_date_canal_rang")
        ),
    )
    op.create_table(
        "notes",
        sa.Column("famille_id", sa.Integer(), nullable=False),
        sa.Column("intervention_id", sa.Integer(), nullable=True),
        sa.Column("rendez_vous_id", sa.Integer(), nullable=True),
        sa.Column("agent_id", sa.Integer(), nullable=True),
        sa.Column("niveau", sa.String(length=13), nullable=False),
        sa.Column("texte", sa.Text(), nullable=False),
        sa.Column("ecrite_le", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "ecrite_le BETWEEN '1900-01-01' AND '2199-12-31'", name=op.f("ck_notes_ecrite_le_plausible")
        ),
        sa.CheckConstraint(
            "niveau IN ('personnelle', 'equipe', 'transmissible')", name=op.f("ck_notes_niveau_connu")
        ),
        sa.CheckConstraint("length(texte) BETWEEN 1 AND 1000000", name=op.f("ck_notes_texte_rempli")),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f("fk_notes_agent_id")),
        sa.ForeignKeyConstraint(["famille_id"], ["familles.id"], name=op.f("fk_notes_famille_id")),
        sa.ForeignKeyConstraint(
            ["intervention_id"], ["interventions.id"], name=op.f("fk_notes_intervention_id")
        ),
        sa.ForeignKeyConstraint(["rendez_vous_id"], ["rendez_vous.id"], name=op.f("fk_notes_rendez_vous_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
        sa.UniqueConstraint("uuid", name=op.f("uq_notes_uuid")),
    )
    with op.batch_alter_table("notes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_notes_famille_id_ecrite_le"), ["famille_id", "ecrite_le"], unique=False
        )

    if op.get_context().dialect.name == "sqlite":
        create_sqlite_parts()


def downgrade() -> None:
    if op.get_context().dialect.name == "sqlite":
        op.execute("DROP TABLE recherche_familles")
    with op.batch_alter_table("notes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notes_famille_id_ecrite_le"))

    op.drop_table("notes")
    op.drop_table("tentatives_contact")
    with op.batch_alter_table("suivis_rsa", schema=None) as batch_op:
        batch_op.drop_index("ix_suivis_rsa_fins")
        batch_op.drop_index("ix_suivis_rsa_famille")
        batch_op.drop_index("ix_suivis_rsa_actifs")

    op.drop_table("suivis_rsa")
    with op.batch_alter_table("rendez_vous", schema=None) as batch_op:
        batch_op.drop_index("ix_rendez_vous_intervention")
        batch_op.drop_index("ix_rendez_vous_famille")
        batch_op.drop_index("ix_rendez_vous_chiffres")

    op.drop_table("rendez_vous")
    with op.batch_alter_table("impayes", schema=None) as batch_op:
        batch_op.drop_index("ix_impayes_famille")
        batch_op.drop_index("ix_impayes_chiffres")

    op.drop_table("impayes")
    with op.batch_alter_table("aides", schema=None) as batch_op:
        batch_op.drop_index("ix_aides_seance")
        batch_op.drop_index("ix_aides_famille")
        batch_op.drop_index("ix_aides_demandees")
        batch_op.drop_index("ix_aides_decidees")

    op.drop_table("aides")
    with op.batch_alter_table("seances_collectives", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_seances_collectives_date"))

    op.drop_table("seances_collectives")
    with op.batch_alter_table("permanences", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_permanences_date_lieu_id"))

    op.drop_table("permanences")
    with op.batch_alter_table("offres_contact", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offres_contact_famille_id"))
        batch_op.drop_index("ix_offres_contact_chiffres")

    op.drop_table("offres_contact")
    with op.batch_alter_table("interventions", schema=None) as batch_op:
        batch_op.drop_index("ix_interventions_famille")
        batch_op.drop_index("ix_interventions_closes")
        batch_op.drop_index("ix_interventions_actives")

    op.drop_table("interventions")
    op.drop_table("types_aide")
    op.drop_table("situations")
    with op.batch_alter_table("logements_signales", schema=None) as batch_op:
        batch_op.drop_index("ix_logements_signales_signales")
        batch_op.drop_index(batch_op.f("ix_logements_signales_famille_id"))
        batch_op.drop_index(batch_op.f("ix_logements_signales_date_levee_travaux"))
        batch_op.drop_index("ix_logements_signales_diagnostics")
        batch_op.drop_index(batch_op.f("ix_logements_signales_date_conservation"))
        batch_op.drop_index("ix_logements_signales_constats")

    op.drop_table("logements_signales")
    op.drop_table("code_motif")
    with op.batch_alter_table("appels", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_appels_famille_id"))
        batch_op.drop_index("ix_appels_chiffres")

    op.drop_table("appels")
    op.drop_table("agents")
    with op.batch_alter_table("actions_collectives", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_actions_collectives_date_debut_date_fin"))

    op.drop_table("actions_collectives")
    with op.batch_alter_table("seances_commission", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_seances_commission_date_instance"))

    op.drop_table("seances_commission")
    op.drop_table("reperes")
    op.drop_table("partenaires")
    op.drop_table("lieux")
    with op.batch_alter_table("journal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_journal_objet_objet_id_objet_id_fin"))

    op.drop_table("journal")
    with op.batch_alter_table("familles", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_familles_code_commune_id"))
        batch_op.drop_index(batch_op.f("ix_familles_cle_tri_id"))

    op.drop_table("familles")
    for name in reversed(CODE_LISTS):
        op.drop_table(f"code_{name}")
