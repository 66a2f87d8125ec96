"""Text that people wrote, out of any format: paragraphs and grids."""
