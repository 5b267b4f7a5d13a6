"""Answers that training advice must not follow without a doctor, and what is said instead.

The words are looked for in whatever was answered. This is no diagnosis and no advice: it is the
reason to say one fixed sentence and to ask nothing further about it.
"""

import re
from collections.abc import Iterable
from enum import StrEnum


class RedFlag(StrEnum):
    """What was mentioned."""

    CHEST_PAIN = "chest_pain"
    PREGNANCY = "pregnancy"
    EATING_DISORDER = "eating_disorder"


_WORDS = {
    RedFlag.CHEST_PAIN: r"chest[\s_-]*(?:pains?|pressure|tightness)"
    r"|(?:pains?|pressure|tightness) in (?:my |the )?chest|tight chest"
    r"|chest (?:hurts|aches)|angina|heart attack",
    RedFlag.PREGNANCY: r"pregnan(?:t|cy)|expecting a (?:baby|child)|postpartum",
    RedFlag.EATING_DISORDER: r"eating[\s_-]*disorders?|anorexi[ac]|bulimi[ac]|binge[\s_-]*eating|"
    r"purging|starving myself",
}
_PATTERNS = {flag: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for flag, words in _WORDS.items()}
_SCRIPT = {
    RedFlag.CHEST_PAIN: "Pain or pressure in the chest belongs in a doctor's hands: please have it "
    "looked at before you train. If you have it now, call your local emergency number.",
    RedFlag.PREGNANCY: "Before you start training in or after a pregnancy, please talk with your "
    "doctor or midwife.",
    RedFlag.EATING_DISORDER: "Please talk with a doctor or an advice centre for eating disorders "
    "before you follow any plan. We will not suggest goals of weight or calories.",
}


def red_flags(texts: Iterable[str]) -> tuple[RedFlag, ...]:
    """What these texts mention, each once, the most urgent first."""
    said = "\n".join(texts)
    return tuple(flag for flag, pattern in _PATTERNS.items() if pattern.search(said))


def script(flags: Iterable[RedFlag]) -> str:
    """What is to be said, word for word."""
    return " ".join(_SCRIPT[flag] for flag in flags)
