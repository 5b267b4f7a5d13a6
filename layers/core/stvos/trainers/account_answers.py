"""What is answered about invitations and to signed-in trainers."""

from typing import Literal, Self

from stvos.accounts.answers import ClientAnswer, MemberAnswer
from stvos.models import Answer
from stvos.trainers.answers import OwnTrainerAnswer
from stvos.trainers.invitations import Invitation


class InvitedTrainerAnswer(Answer):
    id: int
    name: str


class InviteAnswer(Answer):
    """An invitation that can be accepted."""

    valid: Literal[True] = True
    trainer: InvitedTrainerAnswer
    client: ClientAnswer

    @classmethod
    def of(cls, invitation: Invitation) -> Self:
        return cls(
            trainer=InvitedTrainerAnswer.model_validate(invitation.trainer),
            client=ClientAnswer.of(invitation.client),
        )


class TrainerMeAnswer(Answer):
    """The signed-in account, the trainer that it is, and their brand."""

    user: MemberAnswer
    trainer: OwnTrainerAnswer
    client: ClientAnswer
