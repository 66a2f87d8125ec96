"""What people decide, or send back filled in."""
