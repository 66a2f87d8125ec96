"""Free text as part of a file's name: what no system refuses or changes, and short enough."""

from __future__ import annotations

import re

_UNFIT = re.compile('[\x00-\x1f\x7f<>:"/\\\\|?*\ud800-\udfff]')
# Bytes: room for what stands before and behind it below the 200 a published name may have.
_MOST = 120


def in_a_name(text: str) -> str:
    """The text with - for every sign that may not stand in a name, cut where it grows too long."""
    fit = _UNFIT.sub("-", text).strip(" .")
    return fit.encode()[:_MOST].decode("utf-8", "ignore").rstrip(" .")
