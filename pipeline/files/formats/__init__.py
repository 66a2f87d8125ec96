"""One reader per kind of spreadsheet file; bytes to sheets. Runs in the worker process only."""
