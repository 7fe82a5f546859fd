"""What people wrote, and what moderators decide about it."""
