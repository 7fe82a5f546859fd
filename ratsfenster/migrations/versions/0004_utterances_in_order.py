"""Utterances are found by recording and time: the ones before and after each hit of a search."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_segment_in_order", "segment", ["recording_id", "start_ms", "position"], unique=False)
    op.drop_index("ix_segment_recording_id", table_name="segment")
