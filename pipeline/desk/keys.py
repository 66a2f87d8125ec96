"""Who may come in: one-time codes, the session a code becomes, and the token without which no page changes anything."""

from __future__ import annotations

import hashlib
import hmac
import secrets

# Signs nobody takes for one another when reading from a screen.
_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_LENGTH = 10
_MOST_WRONG = 10


class Keys:
    """The keys of one desk, for as long as it runs; nothing of them is ever written down, but in the private opening file.

    `said` is the code people type, `handed` the one the opening file posts: each lets in once. After ten wrong codes
    no code lets in any more.
    """

    def __init__(self) -> None:
        self.said = "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH))
        self.handed = secrets.token_urlsafe(24)
        self._unused = {self.said, self.handed}
        self._sessions: set[str] = set()
        self._wrong = 0
        self._secret = secrets.token_bytes(32)

    def enter(self, code: str) -> str | None:
        """The session of whoever shows a code that was not used yet; None for anybody else."""
        clean = code.strip()
        for known in (self.said, self.handed):
            typed = clean.upper() if known == self.said else clean
            if known in self._unused and _same(typed, known) and self._wrong < _MOST_WRONG:
                self._unused.discard(known)
                session = secrets.token_urlsafe(32)
                self._sessions.add(session)
                return session
        self._wrong += 1
        return None

    @property
    def spent(self) -> bool:
        """Whether no code can let anybody in any more."""
        return self._wrong >= _MOST_WRONG or self.said not in self._unused

    def known(self, session: str) -> bool:
        """Whether a cookie is one this desk gave."""
        return any(_same(session, one) for one in self._sessions)

    def token(self, session: str, area: str) -> str:
        """What a change asked from the pages of an area must carry."""
        told = f"{session}\n{area}".encode()
        return hmac.new(self._secret, told, hashlib.sha256).hexdigest()

    def fits(self, token: str, session: str, area: str) -> bool:
        """Whether a token is that of this session and this area."""
        return _same(token, self.token(session, area))


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode())
