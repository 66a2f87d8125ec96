"""Monthly reports on a city's promised matters: spreadsheets in, official Word drafts out.

Read `workflows.month` first: the story of a month, as every other is told.
"""

__version__ = "0.2.0.dev0"
