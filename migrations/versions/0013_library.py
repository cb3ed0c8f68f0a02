"""The library: documents, passages and their index; what each call of a model cost."""

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('library_documents',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(), nullable=False),
    sa.Column('series', sa.String(40), nullable=False),
    sa.Column('part', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('version', sa.String(), nullable=False),
    sa.Column('effective_on', sa.Date(), nullable=False),
    sa.Column('source_url', sa.String(), nullable=False),
    sa.Column('terms', sa.String(), nullable=False),
    sa.Column('checksum', sa.String(), nullable=False),
    sa.Column('lengths', sa.LargeBinary(), nullable=False),
    sa.Column('is_withdrawn', sa.Boolean(), nullable=False),
    sa.Column('imported_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_library_documents')),
    sa.UniqueConstraint('checksum', name=op.f('uq_library_documents_checksum')),
    sa.UniqueConstraint('slug', name=op.f('uq_library_documents_slug'))
    )
    op.create_table('model_calls',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('called_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('outcome', sa.String(40), nullable=False),
    sa.Column('prompt_tokens', sa.Integer(), nullable=False),
    sa.Column('completion_tokens', sa.Integer(), nullable=False),
    sa.Column('is_estimated', sa.Boolean(), nullable=False),
    sa.Column('cost', sa.Integer(), nullable=False),
    sa.Column('milliseconds', sa.Integer(), nullable=False),
    sa.Column('kept', sa.Integer(), nullable=False),
    sa.Column('dropped', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_model_calls'))
    )
    with op.batch_alter_table('model_calls', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_model_calls_called_at'), ['called_at'], unique=False)

    op.create_table('library_passages',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('document_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('address', sa.String(), nullable=False),
    sa.Column('section', sa.String(), nullable=False),
    sa.Column('heading', sa.String(), nullable=False),
    sa.Column('page', sa.Integer(), nullable=True),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('gives_orders', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['library_documents.id'], name=op.f('fk_library_passages_document_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_library_passages')),
    sa.UniqueConstraint('document_id', 'address', name=op.f('uq_library_passages_document_id_address')),
    sa.UniqueConstraint('document_id', 'place', name=op.f('uq_library_passages_document_id_place'))
    )
    with op.batch_alter_table('library_passages', schema=None) as batch_op:
        batch_op.create_index('ix_library_passages_section', ['document_id', 'section'], unique=False)

    op.create_table('library_postings',
    sa.Column('document_id', sa.Integer(), nullable=False),
    sa.Column('term', sa.String(), nullable=False),
    sa.Column('places', sa.LargeBinary(), nullable=False),
    sa.Column('counts', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['library_documents.id'], name=op.f('fk_library_postings_document_id')),
    sa.PrimaryKeyConstraint('document_id', 'term', name=op.f('pk_library_postings'))
    )


def downgrade() -> None:
    op.drop_table('library_postings')
    with op.batch_alter_table('library_passages', schema=None) as batch_op:
        batch_op.drop_index('ix_library_passages_section')

    op.drop_table('library_passages')
    with op.batch_alter_table('model_calls', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_model_calls_called_at'))

    op.drop_table('model_calls')
    op.drop_table('library_documents')
