"""What figures and calendar say; pure."""
