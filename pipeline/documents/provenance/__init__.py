"""Which cell a printed figure comes from: traced, verified, refreshed."""
