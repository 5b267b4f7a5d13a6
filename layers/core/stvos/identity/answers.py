"""What sign-in routes of every kind answer."""

from typing import Self

from stvos.identity.families import Tokens
from stvos.models import Answer


class TokenFields(Answer):
    """An access token, the refresh token that renews it, and its lifetime in seconds."""

    access_token: str
    refresh_token: str
    expires_in: int


class TokensAnswer(TokenFields):
    """The tokens of a sign-in."""

    @classmethod
    def of(cls, tokens: Tokens) -> Self:
        return cls(
            access_token=tokens.access_token,
            refresh_token=tokens.refresh_token,
            expires_in=tokens.expires_in,
        )


class MessageAnswer(Answer):
    """A sentence for a person."""

    message: str
