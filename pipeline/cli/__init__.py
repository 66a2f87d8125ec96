"""The command: parse, call one workflow, say it, exit code."""

from pipeline.cli.chinese import speak_chinese

# Before any module of this package declares an option: click words some of it then.
speak_chinese()
