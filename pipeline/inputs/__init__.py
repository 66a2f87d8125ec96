"""Everything people put in."""
