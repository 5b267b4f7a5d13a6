"""What a caller can say to the stand-in coach, and what the coach does on hearing it.

An utterance is a tone. So a test's caller speaks through real audio, and the stand-in recognises
what was said from the samples that arrive.
"""

from dataclasses import dataclass
from typing import Any

from local.stubs.marks import WORDS

VOICE = range(1_460, 2_260)
"""In which the tones of the coach are; those of callers are below."""

_CALLER, _COACH, _APART = 400, 1_500, 40

FIRST_COACH = "the first coach that was recommended"
"""Stands for an id that is known only in the talk."""


@dataclass(frozen=True)
class ToolRequest:
    """A tool that the model calls."""

    name: str
    arguments: dict[str, Any]


@dataclass(frozen=True)
class Phrase:
    """What a caller says by a tone, and the answer. Without a tone (0) no caller can say it."""

    hertz: int
    text: str
    calls: tuple[ToolRequest, ...]
    reply: str
    reply_hertz: int


def _said(number: int, text: str, reply: str, *calls: ToolRequest) -> Phrase:
    hertz, reply_hertz = _CALLER + _APART * number, _COACH + _APART * (number + 3)
    return Phrase(hertz, text, calls, reply, reply_hertz)


def _unsaid(number: int, reply: str) -> Phrase:
    return Phrase(0, "", (), reply, _COACH + _APART * number)


def _save(**answers: Any) -> ToolRequest:
    return ToolRequest("save_profile", {"profile": answers})


_FINISH = ToolRequest("finish", {})
_WATER = ToolRequest("log_water", {"amountMl": 250})

GREETING = _unsaid(0, "Hello, I am your coach. What would you like to achieve?")
PROMPTED = _unsaid(1, "Let us go on.")
NOT_UNDERSTOOD = _unsaid(2, f"This is a {WORDS} for a coach; it has understood nothing of that.")

ONBOARDING = (
    _said(
        0,
        "I want to build muscle.",
        "Good. How much experience do you have?",
        _save(fitnessGoal="Build muscle"),
    ),
    _said(1, "I am a beginner.", "On which days can you train?", _save(fitnessLevel="beginner")),
    _said(
        2,
        "On Mondays and Wednesdays, in the morning.",
        "Which equipment do you have?",
        _save(workoutDays=["mon", "wed"]),
        _save(workoutTimes=["morning"]),
    ),
    _said(
        3,
        "Dumbbells and a bench.",
        "Do you have injuries?",
        _save(equipment=["dumbbells", "bench"]),
    ),
    _said(4, "None.", "Is there anything that you do not eat?", _save(injuries=[])),
    _said(
        5,
        "I am a vegetarian.",
        "What do you like in training?",
        _save(dietaryRestrictions=["vegetarian"]),
    ),
    _said(
        6,
        "To be outdoors. I speak English and German.",
        "What is your name, and how can you be reached?",
        _save(preferences=["Outdoors"], languages=["English", "German"]),
    ),
    _said(
        7,
        "Mia Walker, mia.walker@example.com. I live in London.",
        "Thank you, Mia. Is all of it right?",
        _save(name="Mia Walker", email="mia.walker@example.com", timezone="Europe/London"),
    ),
    _said(
        8,
        "No, I can train on Fridays, too.",
        "I have changed it. Shall I recommend a coach?",
        _save(workoutDays=["mon", "wed", "fri"]),
    ),
    _said(
        9,
        "Yes, recommend me a coach.",
        "These coaches suit you. Which one do you take?",
        ToolRequest("recommend_coaches", {}),
    ),
    _said(
        10,
        "I take the first.",
        "It is arranged. Is there anything else?",
        ToolRequest("select_coach", {"coachId": FIRST_COACH}),
    ),
    _said(11, "No, that is all.", "Welcome, Mia, and goodbye.", _FINISH),
)

REFERENCE_PROFILE: dict[str, Any] = {
    "fitnessGoal": "Build muscle",
    "fitnessLevel": "beginner",
    "workoutDays": ["mon", "wed", "fri"],
    "workoutTimes": ["morning"],
    "equipment": ["dumbbells", "bench"],
    "injuries": [],
    "dietaryRestrictions": ["vegetarian"],
    "preferences": ["Outdoors"],
    "languages": ["English", "German"],
    "name": "Mia Walker",
    "email": "mia.walker@example.com",
    "timezone": "Europe/London",
}
"""What the profile is after `ONBOARDING`."""

COACHING = (
    _said(
        12,
        "What is on today?",
        "That is your plan of today. Have you drunk enough?",
        ToolRequest("daily_plan", {}),
    ),
    _said(13, "I drank a glass of water.", "A quarter of a litre, shall I note it?", _WATER),
    _said(14, "Yes, please.", "It is noted. Anything else?", _WATER),
    _said(15, "That is all for today.", "Well done. Goodbye.", _FINISH),
)

PHRASES = ONBOARDING + COACHING
