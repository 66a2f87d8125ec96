"""The command: parse, call one workflow, say it, exit code."""
