"""Whatever comes in, a command ends as it says: spoilt workbooks, templates, documents and records, drawn by a seed."""
