"""Words shared by documents; pure."""
