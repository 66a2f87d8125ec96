"""A module per workbook that is written."""
