"""What a newcomer is asked, in the order in which it is asked.

`VERSION` rises when a question comes or goes, so that a session says which ones it knew.
"""

from collections.abc import Container
from dataclasses import dataclass

VERSION = 1


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the interview. Any of `fields` answers it; it is named by the first."""

    fields: tuple[str, ...]
    text: str

    @property
    def field(self) -> str:
        return self.fields[0]

    def is_answered(self, fields: Container[str]) -> bool:
        return any(field in fields for field in self.fields)


QUESTIONS = (
    Question(("fitness_goal", "goals"), "What would you like to achieve?"),
    Question(("fitness_level",), "How much experience with training do you have?"),
    Question(("workout_days",), "On which days would you like to train?"),
    Question(("workout_times",), "At what time of the day does training suit you?"),
    Question(("equipment",), "Which equipment do you have?"),
    Question(("injuries",), "Do you have injuries that training should respect?"),
    Question(("dietary_restrictions", "allergies"), "Is there anything that you do not eat?"),
    Question(("preferences",), "What do you like in training, and what not?"),
    Question(("name",), "What is your name?"),
    Question(("email",), "At which mail address can you be reached?"),
)


def unanswered(fields: Container[str]) -> list[Question]:
    """The questions that are still to be asked, in their order."""
    return [question for question in QUESTIONS if not question.is_answered(fields)]
