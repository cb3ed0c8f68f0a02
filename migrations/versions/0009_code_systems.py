"""Code systems in releases, tables that link codes, and what we say about them."""

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('code_releases',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('dataset', sa.String(40), nullable=False),
    sa.Column('series', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('notice', sa.String(), nullable=False),
    sa.Column('is_whole', sa.Boolean(), nullable=False),
    sa.Column('checksum', sa.String(), nullable=False),
    sa.Column('state', sa.String(40), nullable=False),
    sa.Column('added', sa.Integer(), nullable=False),
    sa.Column('changed', sa.Integer(), nullable=False),
    sa.Column('removed', sa.Integer(), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('beat_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_code_releases'))
    )
    with op.batch_alter_table('code_releases', schema=None) as batch_op:
        batch_op.create_index('uq_code_releases_checksum', ['dataset', 'series', 'checksum'], unique=True, sqlite_where=sa.text("state IN ('importing', 'ready', 'in_force')"), postgresql_where=sa.text("state IN ('importing', 'ready', 'in_force')"))
        batch_op.create_index('uq_code_releases_importing', ['dataset', 'series'], unique=True, sqlite_where=sa.text("state = 'importing'"), postgresql_where=sa.text("state = 'importing'"))

    op.create_table('codes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('system', sa.String(40), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('kind', sa.String(40), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_codes')),
    sa.UniqueConstraint('system', 'key', name=op.f('uq_codes_system_key'))
    )
    op.create_table('code_equivalences',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('release_id', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('target', sa.String(), nullable=False),
    sa.Column('is_approximate', sa.Boolean(), nullable=False),
    sa.Column('scenario', sa.Integer(), nullable=False),
    sa.Column('choice', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['release_id'], ['code_releases.id'], name=op.f('fk_code_equivalences_release_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_code_equivalences'))
    )
    with op.batch_alter_table('code_equivalences', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_code_equivalences_release_id'), ['release_id'], unique=False)
        batch_op.create_index('ix_code_equivalences_source', ['source', 'release_id'], unique=False)
        batch_op.create_index('ix_code_equivalences_target', ['target', 'release_id'], unique=False)

    op.create_table('code_plain_words',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code_id', sa.Integer(), nullable=False),
    sa.Column('description', sa.String(), nullable=False),
    sa.Column('tips', sa.String(), nullable=False),
    sa.Column('state', sa.String(40), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('reviewer_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['author_id'], ['users.id'], name=op.f('fk_code_plain_words_author_id')),
    sa.ForeignKeyConstraint(['code_id'], ['codes.id'], name=op.f('fk_code_plain_words_code_id')),
    sa.ForeignKeyConstraint(['reviewer_id'], ['users.id'], name=op.f('fk_code_plain_words_reviewer_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_code_plain_words'))
    )
    with op.batch_alter_table('code_plain_words', schema=None) as batch_op:
        batch_op.create_index('ix_code_plain_words_code_id', ['code_id'], unique=False)
        batch_op.create_index('uq_code_plain_words_open', ['code_id'], unique=True, sqlite_where=sa.text("state IN ('draft', 'in_review', 'returned')"), postgresql_where=sa.text("state IN ('draft', 'in_review', 'returned')"))
        batch_op.create_index('uq_code_plain_words_published', ['code_id'], unique=True, sqlite_where=sa.text("state = 'published'"), postgresql_where=sa.text("state = 'published'"))

    op.create_table('code_versions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code_id', sa.Integer(), nullable=False),
    sa.Column('release_id', sa.Integer(), nullable=False),
    sa.Column('parent_id', sa.Integer(), nullable=True),
    sa.Column('change', sa.String(40), nullable=False),
    sa.Column('is_current', sa.Boolean(), nullable=False),
    sa.Column('is_billable', sa.Boolean(), nullable=False),
    sa.Column('short', sa.String(), nullable=False),
    sa.Column('long', sa.String(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=True),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('notes', sa.JSON(), nullable=False),
    sa.Column('attributes', sa.JSON(), nullable=False),
    sa.Column('fingerprint', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['code_id'], ['codes.id'], name=op.f('fk_code_versions_code_id')),
    sa.ForeignKeyConstraint(['parent_id'], ['codes.id'], name=op.f('fk_code_versions_parent_id')),
    sa.ForeignKeyConstraint(['release_id'], ['code_releases.id'], name=op.f('fk_code_versions_release_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_code_versions')),
    sa.UniqueConstraint('code_id', 'release_id', name=op.f('uq_code_versions_code_id_release_id'))
    )
    with op.batch_alter_table('code_versions', schema=None) as batch_op:
        batch_op.create_index('ix_code_versions_children', ['parent_id'], unique=False, sqlite_where=sa.text('is_current = 1'), postgresql_where=sa.text('is_current'))
        batch_op.create_index('ix_code_versions_release_id', ['release_id'], unique=False)
        batch_op.create_index('uq_code_versions_current', ['code_id'], unique=True, sqlite_where=sa.text('is_current = 1'), postgresql_where=sa.text('is_current'))

    op.create_table('coverage_links',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('release_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('document', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('contractor', sa.String(), nullable=False),
    sa.Column('supports', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['release_id'], ['code_releases.id'], name=op.f('fk_coverage_links_release_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_coverage_links'))
    )
    with op.batch_alter_table('coverage_links', schema=None) as batch_op:
        batch_op.create_index('ix_coverage_links_key', ['key', 'release_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_coverage_links_release_id'), ['release_id'], unique=False)

    op.create_table('hcc_mappings',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('release_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('model', sa.String(), nullable=False),
    sa.Column('category', sa.String(), nullable=False),
    sa.Column('label', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['release_id'], ['code_releases.id'], name=op.f('fk_hcc_mappings_release_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hcc_mappings'))
    )
    with op.batch_alter_table('hcc_mappings', schema=None) as batch_op:
        batch_op.create_index('ix_hcc_mappings_key', ['key', 'release_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_hcc_mappings_release_id'), ['release_id'], unique=False)

    op.create_table('mue_values',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('release_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('units', sa.Integer(), nullable=False),
    sa.Column('adjudication', sa.String(), nullable=False),
    sa.Column('rationale', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['release_id'], ['code_releases.id'], name=op.f('fk_mue_values_release_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mue_values'))
    )
    with op.batch_alter_table('mue_values', schema=None) as batch_op:
        batch_op.create_index('ix_mue_values_key', ['key', 'release_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_mue_values_release_id'), ['release_id'], unique=False)

    op.create_table('ptp_edits',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('release_id', sa.Integer(), nullable=False),
    sa.Column('column1', sa.String(), nullable=False),
    sa.Column('column2', sa.String(), nullable=False),
    sa.Column('effective_on', sa.Date(), nullable=False),
    sa.Column('deleted_on', sa.Date(), nullable=True),
    sa.Column('indicator', sa.String(), nullable=False),
    sa.Column('rationale', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['release_id'], ['code_releases.id'], name=op.f('fk_ptp_edits_release_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ptp_edits'))
    )
    with op.batch_alter_table('ptp_edits', schema=None) as batch_op:
        batch_op.create_index('ix_ptp_edits_column1', ['column1', 'release_id'], unique=False)
        batch_op.create_index('ix_ptp_edits_column2', ['column2', 'release_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_ptp_edits_release_id'), ['release_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('ptp_edits', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_ptp_edits_release_id'))
        batch_op.drop_index('ix_ptp_edits_column2')
        batch_op.drop_index('ix_ptp_edits_column1')

    op.drop_table('ptp_edits')
    with op.batch_alter_table('mue_values', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_mue_values_release_id'))
        batch_op.drop_index('ix_mue_values_key')

    op.drop_table('mue_values')
    with op.batch_alter_table('hcc_mappings', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_hcc_mappings_release_id'))
        batch_op.drop_index('ix_hcc_mappings_key')

    op.drop_table('hcc_mappings')
    with op.batch_alter_table('coverage_links', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_coverage_links_release_id'))
        batch_op.drop_index('ix_coverage_links_key')

    op.drop_table('coverage_links')
    with op.batch_alter_table('code_versions', schema=None) as batch_op:
        batch_op.drop_index('uq_code_versions_current', sqlite_where=sa.text('is_current = 1'), postgresql_where=sa.text('is_current'))
        batch_op.drop_index('ix_code_versions_release_id')
        batch_op.drop_index('ix_code_versions_children', sqlite_where=sa.text('is_current = 1'), postgresql_where=sa.text('is_current'))

    op.drop_table('code_versions')
    with op.batch_alter_table('code_plain_words', schema=None) as batch_op:
        batch_op.drop_index('uq_code_plain_words_published', sqlite_where=sa.text("state = 'published'"), postgresql_where=sa.text("state = 'published'"))
        batch_op.drop_index('uq_code_plain_words_open', sqlite_where=sa.text("state IN ('draft', 'in_review', 'returned')"), postgresql_where=sa.text("state IN ('draft', 'in_review', 'returned')"))
        batch_op.drop_index('ix_code_plain_words_code_id')

    op.drop_table('code_plain_words')
    with op.batch_alter_table('code_equivalences', schema=None) as batch_op:
        batch_op.drop_index('ix_code_equivalences_target')
        batch_op.drop_index('ix_code_equivalences_source')
        batch_op.drop_index(batch_op.f('ix_code_equivalences_release_id'))

    op.drop_table('code_equivalences')
    op.drop_table('codes')
    with op.batch_alter_table('code_releases', schema=None) as batch_op:
        batch_op.drop_index('uq_code_releases_importing', sqlite_where=sa.text("state = 'importing'"), postgresql_where=sa.text("state = 'importing'"))
        batch_op.drop_index('uq_code_releases_checksum', sqlite_where=sa.text("state IN ('importing', 'ready', 'in_force')"), postgresql_where=sa.text("state IN ('importing', 'ready', 'in_force')"))

    op.drop_table('code_releases')
