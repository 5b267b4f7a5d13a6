"""Whether a member has agreed, in words of their own, to what the agent asked them.

The id that confirms an action stays here: a model that calls a tool again does not agree for the
member. What counts is what the member said after the question, in a later turn. Where that is not
clear, they are asked again: a second question costs less than a booking that they did not want.
"""

import asyncio
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from voice_agent.services.interface import Said, Speaker

# Words come some time after the sound, and the last of them a little later.
_WORDS_SECONDS, _LAST_WORDS_SECONDS = 2.0, 0.3
# In more words than this a yes may be about anything.
_MOST_WORDS = 25


def _words(*alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)", re.IGNORECASE)


_AGREES = _words(
    r"yes|yeah|yep|yup|sure|ok|okay|of course|go ahead|do it|please do|correct|confirm(?:ed)?",
    r"absolutely|definitely|exactly|that's right|sounds good",
    r"ja|jawohl|genau|klar|gerne|richtig|passt|oui|d'accord|bien sûr|exactement",
    r"sí|claro|vale|exacto|sì|certo|sim|isso|tak|evet",
)
_OBJECTS = _words(
    r"no|nope|not|don't|do not|never|can't|cannot|won't|wait|stop|cancel|later|instead|rather",
    r"change|wrong|but|if|unless|maybe|perhaps|hold on|hang on|forget|skip|think about|nothing",
    r"(?:an)?other|different|moment|(?:a|one) (?:second|sec|minute)|bye|goodbye",
    r"nein|nicht|kein(?:e|en)?|doch|warte|lieber|anders|aber|wenn|falls|vielleicht|tschüss",
    r"non|pas|mais|attends|peut-être|espera|pero|quizás?|però|forse|não|nao|mas|talvez|nie|ale",
    r"hayır|ama|belki",
)
_ASKS = re.compile(
    # Also without its mark: "okay, what does that cost".
    r"\?|(?<!\w)(?:how (?:much|many|long)|(?:shall|should) i)(?!\w)"
    r"|(?<!\w)(?:soll ich|wie ?viel|combien|cuánto)(?!\w)"
    r"|(?:^|[,.;:!–-]\s*|(?<!\w)(?:yes|ok|okay|and|so|well|ja|und)\s+)"
    r"(?:what|how|which|when|where|who|why|wann|wie|welche[rs]?|warum|quand|quel(?:le)?|pourquoi"
    r"|cuándo|cómo|qué|quando|quale)(?!\w)",
    re.IGNORECASE,
)


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
        if said.turn > self.asked_in and said.text:
            self.answers[said.turn] = said.text
            self._heard.set()

    async def is_agreed(self) -> bool:
        """Whether the answers agree; if they do not, the question is asked anew. Waits a moment for
        words that are on their way.
        """
        try:
            await asyncio.wait_for(self._heard.wait(), _WORDS_SECONDS)
        except TimeoutError:
            return False
        await asyncio.sleep(_LAST_WORDS_SECONDS)
        if agree(text for _, text in sorted(self.answers.items())):
            return True
        self.asked_in = None
        self.answers.clear()
        self._heard.clear()
        return False


def agree(answers: Iterable[str]) -> bool:
    """Whether these say yes, in their order. Nothing in them may object; where the member asked
    something, only what they said afterwards counts.
    """
    yes = False
    for answer in answers:
        text = unicodedata.normalize("NFC", answer).replace("’", "'")
        if _OBJECTS.search(text):
            return False
        if _ASKS.search(text):
            yes = False
        elif _AGREES.search(text) and len(text.split()) <= _MOST_WORDS:
            yes = True
    return yes
