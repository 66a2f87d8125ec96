"""PDFs made and measured."""
