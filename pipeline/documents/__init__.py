"""写: documents made from progress."""
