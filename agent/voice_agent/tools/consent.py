"""Whether a member has agreed, in words of their own, to what the agent asked them.

The id that confirms an action stays here: a model that calls a tool again does not agree for the
member. What counts is what the member said after the question, in a later turn.
"""

import asyncio
import re
from dataclasses import dataclass, field

from voice_agent.services.interface import Said, Speaker

# Words come some time after the sound.
_WORDS_SECONDS = 2.0
_YES = (
    r"yes|yeah|yep|yup|sure|ok|okay|of course|go ahead|do it|please do|correct|confirm(?:ed)?|"
    r"absolutely|definitely|ja|jawohl|genau|klar|gerne|oui|d'accord|bien sûr|sí|claro|vale|sì|"
    r"certo|sim|isso|tak|evet"
)
_NO = (
    r"no|nope|not|don't|do not|never|wait|stop|cancel|later|instead|rather|change|wrong|"
    r"nein|nicht|kein(?:e|en)?|doch|warte|lieber|anders|non|pas|attends|espera|não|nao|nie|hayır"
)
_AGREES = re.compile(rf"(?<!\w)(?:{_YES})(?!\w)", re.IGNORECASE)
_OBJECTS = re.compile(rf"(?<!\w)(?:{_NO})(?!\w)", re.IGNORECASE)


@dataclass
class Question:
    """One that the agent is to ask. `confirmation`: the id by which the API carries it out."""

    confirmation: str
    asked_in: int | None = None
    answers: dict[int, str] = field(default_factory=dict)
    _heard: asyncio.Event = field(default_factory=asyncio.Event)

    def notice_speech(self, turn: int) -> None:
        """The agent speaks for the first time since: that is the question."""
        if self.asked_in is None:
            self.asked_in = turn

    def notice(self, said: Said) -> None:
        """Only what the caller says in a later turn is an answer."""
        if said.speaker is not Speaker.CALLER or self.asked_in is None:
            return
        if said.turn > self.asked_in:
            self.answers[said.turn] = said.text
            self._heard.set()

    async def is_agreed(self) -> bool:
        """Whether all that was answered agrees; if it does not, the question is asked anew. Waits a
        moment for words that are on their way.
        """
        try:
            await asyncio.wait_for(self._heard.wait(), _WORDS_SECONDS)
        except TimeoutError:
            return False
        answered = " ".join(self.answers.values()).replace("’", "'")
        if _AGREES.search(answered) and not _OBJECTS.search(answered):
            return True
        self.asked_in = None
        self.answers.clear()
        self._heard.clear()
        return False
