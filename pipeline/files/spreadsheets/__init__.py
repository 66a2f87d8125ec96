"""Workbooks read, twice, in a process of their own; workbooks written."""
