"""Formats; no domain."""
