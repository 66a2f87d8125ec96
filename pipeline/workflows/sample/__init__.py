"""The invented year, for `demo`, for `templates check --pdf` and for tests."""
