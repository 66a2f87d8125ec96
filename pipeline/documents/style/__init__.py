"""GB/T 9704-2012 as Word styles; what the templates are built from."""
