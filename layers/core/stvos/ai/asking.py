"""One question to a model and an answer that holds: by our own schema, with one repair at most."""

from dataclasses import dataclass, replace
from typing import Protocol

from aws_lambda_powertools import Logger
from pydantic import BaseModel, ValidationError

from stvos.ai.budgets import Reservation
from stvos.errors import AiUnavailable
from stvos.providers.vertex import Completion, NotBilled, Prompt

logger = Logger(service="stvos")

SECONDS = 25.0
"""From the request's beginning to the model's last word: API Gateway waits for 29."""

_BYTES_A_TOKEN = 3
"""Fewer than a token of text has in any language of ours, so that no question costs more than is
reserved for it.
"""
_PICTURE_TOKENS = 1_200
"""A picture costs 1,120 (ai.google.dev, media resolution)."""


class Model(Protocol):
    """Something that answers questions."""

    def ask(self, prompt: Prompt, deadline: float) -> Completion:
        """Raises AiTimeout, AiUnavailable."""


class Budget(Protocol):
    """What a call may cost; see `stvos.ai.budgets`."""

    def reserve(self, tokens: int) -> Reservation:
        """Raises AiBudgetExceeded."""

    def settle(self, reservation: Reservation, used: int) -> None: ...


class _Unusable(Exception):
    """An answer that does not hold; the text says why."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Asks one model within one caller's budget, until `deadline` of `time.monotonic`."""

    model: Model
    budget: Budget
    deadline: float

    @classmethod
    def since(cls, begun: float, model: Model, budget: Budget) -> "Asking":
        """For a request that began at a time of `time.monotonic`."""
        return cls(model, budget, begun + SECONDS)

    def ask[T: BaseModel](self, prompt: Prompt, kind: type[T]) -> T:
        """An answer of a kind. One that is cut off, empty or out of its ranges is sent back once,
        with what is wrong about it. Raises AiBudgetExceeded, AiTimeout, AiUnavailable.
        """
        try:
            return _held(self._paid(prompt), kind)
        except _Unusable as problem:
            logger.warning("the model's answer does not hold", problem=str(problem))
            repair = f"{prompt.text}\n\n{_REPAIR.format(problem=problem)}"
        try:
            return _held(self._paid(replace(prompt, text=repair)), kind)
        except _Unusable as problem:
            logger.warning("the model's second answer does not hold", problem=str(problem))
            raise AiUnavailable("The model's answer could not be used; try again.") from None

    def _paid(self, prompt: Prompt) -> Completion:
        """Ask, with the most that it may cost reserved before and settled after."""
        reserved = self.budget.reserve(_most_tokens(prompt))
        try:
            reply = self.model.ask(prompt, self.deadline)
        except NotBilled:
            # What is not waited for, or breaks off, may cost: then what was reserved stays taken.
            self.budget.settle(reserved, 0)
            raise
        self.budget.settle(reserved, reply.tokens)
        return reply


_REPAIR = (
    "An earlier answer to this could not be used: {problem} Answer again, as JSON of the schema "
    "and nothing else."
)


def _most_tokens(prompt: Prompt) -> int:
    letters = len(f"{prompt.rules}{prompt.text}{prompt.schema}".encode())
    picture = _PICTURE_TOKENS if prompt.jpeg is not None else 0
    return letters // _BYTES_A_TOKEN + picture + prompt.most_tokens


def _held[T: BaseModel](reply: Completion, kind: type[T]) -> T:
    """The reason why it ends comes first: what was cut off may look whole."""
    if reply.finish == "MAX_TOKENS":
        raise _Unusable("it was cut off for its length.")
    if reply.finish != "STOP":
        # A filter of the provider's: asking again would be stopped again.
        logger.warning("the model's answer was stopped", finish=reply.finish)
        raise AiUnavailable("The model did not answer this.")
    if not reply.text.strip():
        raise _Unusable("it was empty.")
    try:
        return kind.model_validate_json(reply.text, strict=True)
    except ValidationError as error:
        places = {".".join(map(str, problem["loc"])) or "JSON" for problem in error.errors()}
        raise _Unusable(f"wrong are {', '.join(sorted(places)[:8])}.") from None
