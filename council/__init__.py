"""The council: who met, when, about what, and the recording of it."""
