"""Formats: spreadsheets and packages as values and back. No domain knowledge."""
