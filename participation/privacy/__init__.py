"""What people are told about their data, and deleting it when its time is over."""
