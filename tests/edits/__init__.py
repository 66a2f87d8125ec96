"""What people do to documents before they are signed, drawn by a seed; and what `verify` makes of it."""
