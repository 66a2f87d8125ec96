"""Monthly reports on a city's promised matters: spreadsheets in, official Word drafts out.

Read `workflows.py` first; it tells the story of every command.
"""

__version__ = "0.2.0.dev0"
