"""The roof: where everything is put together and nothing is decided."""
