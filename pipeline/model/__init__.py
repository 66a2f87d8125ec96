"""Nouns of the work: frozen values, standard library only. Every type that crosses rooms lives here."""
