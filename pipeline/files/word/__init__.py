"""What a Word file says, and what it reaches for."""
