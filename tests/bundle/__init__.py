"""The bundle for machines without network: how it is made, `python -m tests.bundle`, and what is true of it."""
