"""What counts as a yes: words that are clear, and said after the question."""

import pytest

from voice_agent.tools.consent import agree


@pytest.mark.parametrize(
    "answers",
    [
        ["Yes."],
        ["Yes, please book it."],
        ["Ok, go ahead and book it for Tuesday at ten."],
        ["Yes, that's what I want."],
        ["Sounds good"],
        ["That’s right."],
        # Said in two pieces.
        ["Yes.", "Please note it."],
        # Answered, and then asked again.
        ["What does it cost?", "Okay, do it."],
        # Composed of a letter and its accent.
        ["Si\u0301, claro"],
        ["Ja, genau."],
    ],
)
def test_a_clear_yes_agrees(answers: list[str]) -> None:
    assert agree(answers)


@pytest.mark.parametrize(
    "answers",
    [
        [],
        [""],
        ["Ok, what does that cost?"],
        ["ok what does that cost"],
        ["Yes I heard you, how much is it"],
        ["yes i heard you how much is it"],
        ["Sure, and when is that"],
        ["Okay, one moment."],
        ["Okay, bye."],
        ["Yes, but make it ten o'clock."],
        ["Yes, if it's free."],
        ["Yes, maybe."],
        ["I can't say yes to that."],
        ["I'm not sure."],
        ["Yes, another time."],
        ["Yes. No, wait!"],
        ["Yes.", "Oh no, leave it."],
        ["No.", "Yes."],
        ["Yes.", "What does it cost?"],
        # The agent's own question, out of the caller's loudspeaker.
        ["A quarter of a litre, ok, shall I note it"],
        ["Ja, aber lieber am Freitag."],
        # A radio, or a story.
        ["And then she said yes to him and they went " + "on and " * 20],
        ["yesterday", "oklahoma", "surely"],
    ],
)
def test_anything_less_clear_does_not(answers: list[str]) -> None:
    assert not agree(answers)
