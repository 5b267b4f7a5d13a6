"""What routes of trainers' accounts take."""

from typing import Annotated

from pydantic import ConfigDict, Field

from stvos.errors import InvalidInput
from stvos.models import Body, Email, Line120, Password

_Code = Annotated[str, Field(min_length=1, max_length=60)]


class InviteCodeBody(Body):
    """The code of an invitation, under either of the public API's two names."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"inviteCode": "7KQ4-M2XT-9HPW"}]})

    invite_code: _Code | None = None
    code: _Code | None = None

    def sent_code(self) -> str:
        """The code, under whichever name it came."""
        code = self.invite_code or self.code
        if code is None:
            raise InvalidInput.at("body.inviteCode", "is required")
        return code


class TrainerRegisterBody(InviteCodeBody):
    """An invited trainer. Without a name, the account has the trainer's."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "inviteCode": "7KQ4-M2XT-9HPW",
                    "email": "tara@example.com",
                    "password": "correct horse battery",
                }
            ]
        }
    )

    email: Email
    password: Password
    name: Line120 | None = None
