"""What LiveKit hands the agent with a job: which talk it is, and how to call the API for it."""

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Self


class NoTalkError(Exception):
    """The job's metadata is none of the API's."""


class TalkKind(StrEnum):
    """With whom the agent talks: a newcomer who registers, or a member."""

    ONBOARDING = "onboarding"
    COACHING = "ai_coach"


@dataclass(frozen=True, slots=True)
class Talk:
    """One talk. `token`: of the API, for this talk alone. `transcript`: whether the caller agreed
    that it is kept.
    """

    kind: TalkKind
    session_id: str
    token: str
    transcript: bool

    @classmethod
    def read(cls, metadata: str) -> Self:
        """Raises NoTalkError."""
        try:
            said = json.loads(metadata)
            kind, session_id, token = TalkKind(said["kind"]), said["sessionId"], said["token"]
        except (ValueError, KeyError, TypeError) as error:
            raise NoTalkError("the metadata names no talk") from error
        if not (isinstance(session_id, str) and isinstance(token, str) and session_id and token):
            raise NoTalkError("the metadata has no session or token")
        return cls(kind, session_id, token, said.get("transcript") is True)
