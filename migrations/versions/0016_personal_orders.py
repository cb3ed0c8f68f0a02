"""Orders of people for themselves: an order need not be an employer's."""

import sqlalchemy as sa
from alembic import op

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None

PERSONAL = "SELECT id FROM orders WHERE employer_id IS NULL"
PACKS = "SELECT id FROM products WHERE kind IN ('casepilot', 'consultant')"


def upgrade() -> None:
    with op.batch_alter_table('orders', schema=None) as batch_op:
        batch_op.alter_column('employer_id', existing_type=sa.Integer(), nullable=True)


def downgrade() -> None:
    # The money stays in the books, and what was given to whom it was given; what names them goes.
    op.execute(f"UPDATE ledger_journals SET order_id = NULL WHERE order_id IN ({PERSONAL})")
    op.execute(f"DELETE FROM order_lines WHERE order_id IN ({PERSONAL})")
    op.execute("DELETE FROM orders WHERE employer_id IS NULL")
    op.execute(f"DELETE FROM prices WHERE product_id IN ({PACKS})")
    op.execute("DELETE FROM products WHERE kind IN ('casepilot', 'consultant')")
    op.execute("UPDATE meter_grants SET kind = 'adjustment' WHERE kind = 'pack'")
    with op.batch_alter_table('orders', schema=None) as batch_op:
        batch_op.alter_column('employer_id', existing_type=sa.Integer(), nullable=False)
