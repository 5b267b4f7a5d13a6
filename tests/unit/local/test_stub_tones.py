"""The stand-in's ear: which phrase a tone says, through what a network does to it."""

from itertools import batched, combinations

import av
import numpy as np
import pytest

from local.stubs.phrases import GREETING, NOT_UNDERSTOOD, ONBOARDING, PHRASES, VOICE, Phrase
from local.stubs.tones import Listener, tone

A, B = ONBOARDING[0], ONBOARDING[7]


def silence(seconds: float, rate: int = 16_000) -> bytes:
    return bytes(2 * int(seconds * rate))


def heard(*pieces: bytes, rate: int = 16_000) -> list[Phrase]:
    listener = Listener(PHRASES, rate)
    return [phrase for piece in pieces for phrase in listener.feed(piece)]


@pytest.mark.parametrize("rate", [16_000, 24_000, 48_000])
def test_every_phrase_is_recognised_at_every_rate(rate: int) -> None:
    said = (tone(phrase.hertz, 0.4, rate) + silence(0.3, rate) for phrase in PHRASES)
    assert heard(*said, rate=rate) == list(PHRASES)


@pytest.mark.parametrize("size", [1, 77, 320, 1_921, 100_000])
def test_samples_come_in_pieces_of_any_size(size: int) -> None:
    samples = tone(A.hertz, 0.3, 16_000) + silence(0.3) + tone(B.hertz, 0.3, 16_000) + silence(0.3)
    assert heard(*map(bytes, batched(samples, size, strict=False))) == [A, B]


def test_lost_frames_in_a_tone_do_not_end_it() -> None:
    part = tone(A.hertz, 0.14, 16_000)
    assert heard(part, silence(0.14), part, silence(0.14), part, silence(0.3)) == [A]


def test_a_phrase_ends_with_a_silence_and_not_before() -> None:
    listener = Listener(PHRASES, 16_000)
    assert listener.feed(tone(A.hertz, 0.5, 16_000) + silence(0.16)) == []
    assert listener.is_hearing
    assert listener.feed(silence(0.16)) == [A]
    assert not listener.is_hearing


def test_a_click_is_no_utterance() -> None:
    assert heard(tone(A.hertz, 0.1, 16_000), silence(1)) == []


@pytest.mark.parametrize("off", [-14, 14])
def test_a_tone_that_is_slightly_off_is_recognised(off: int) -> None:
    assert heard(tone(A.hertz + off, 0.4, 16_000), silence(0.3)) == [A]


def test_other_sounds_are_not_understood() -> None:
    noise = np.random.default_rng(1).normal(0, 6_000, 8_000).astype("<i2").tobytes()
    sliding = b"".join(tone(hertz, 0.04, 16_000) for hertz in range(400, 1_000, 40))
    between = tone((ONBOARDING[0].hertz + ONBOARDING[1].hertz) // 2, 0.4, 16_000)
    for sound in (noise, sliding, between):
        assert heard(sound, silence(0.3)) == [NOT_UNDERSTOOD]


def test_the_coach_s_own_voice_is_not_heard() -> None:
    assert heard(*(tone(each.reply_hertz, 0.3, 16_000) for each in PHRASES), silence(0.3)) == []


def test_faint_noise_is_silence() -> None:
    hiss = np.random.default_rng(1).normal(0, 150, 8_000).astype("<i2").tobytes()
    assert heard(hiss, tone(A.hertz, 0.4, 16_000), hiss) == [A]


def test_a_phrase_ends_when_nothing_arrives_any_more() -> None:
    listener = Listener(PHRASES, 16_000)
    assert listener.pause() is None
    assert listener.feed(tone(A.hertz, 0.4, 16_000)) == []
    assert listener.pause() is A
    assert listener.pause() is None
    assert listener.feed(tone(B.hertz, 0.4, 16_000) + silence(0.3)) == [B]


def test_a_tone_that_was_held_up_is_one_utterance() -> None:
    listener = Listener(PHRASES, 16_000)
    listener.feed(tone(A.hertz, 0.3, 16_000))
    assert listener.pause() is A
    assert listener.feed(tone(A.hertz, 0.3, 16_000)) == []
    assert not listener.is_hearing
    assert listener.feed(silence(0.3)) == []
    assert listener.feed(tone(A.hertz, 0.3, 16_000) + silence(0.3)) == [A]


def test_after_the_answer_the_same_tone_is_said_again() -> None:
    listener = Listener(PHRASES, 16_000)
    listener.feed(tone(A.hertz, 0.3, 16_000))
    assert listener.pause() is A
    listener.settle()
    listener.feed(tone(A.hertz, 0.3, 16_000))
    assert listener.is_hearing
    assert listener.pause() is A


def through_opus(samples: bytes, *, bit_rate: int, lost: int) -> bytes:
    """As it arrives over WebRTC: coded with pauses left out, every so many frames lost."""
    encoder = av.CodecContext.create("libopus", "w")
    assert isinstance(encoder, av.AudioCodecContext)
    encoder.sample_rate, encoder.layout, encoder.format = 48_000, "mono", "s16"
    encoder.bit_rate = bit_rate
    encoder.options = {"application": "voip", "frame_duration": "20", "dtx": "1"}
    decoder = av.CodecContext.create("libopus", "r")
    assert isinstance(decoder, av.AudioCodecContext)
    decoder.sample_rate, decoder.layout = 48_000, "mono"
    arrived = b""
    for number, piece in enumerate(batched(np.frombuffer(samples, "<i2"), 960, strict=False)):
        frame = av.AudioFrame.from_ndarray(np.array([piece], "<i2"), "s16", "mono")
        frame.sample_rate, frame.pts = 48_000, number * 960
        for packet in encoder.encode(frame):
            decoded = decoder.decode(packet) if number % lost else []
            got = b"".join(each.to_ndarray().astype("<i2").tobytes() for each in decoded)
            arrived += got or bytes(1_920)
    return arrived


@pytest.mark.parametrize("bit_rate", [12_000, 24_000, 64_000])
def test_every_phrase_is_recognised_after_opus(bit_rate: int) -> None:
    said = b"".join(tone(each.hertz, 0.6, 48_000) + silence(0.6, 48_000) for each in PHRASES)
    arrived = through_opus(said, bit_rate=bit_rate, lost=7)
    assert heard(arrived, rate=48_000) == list(PHRASES)


def test_no_two_tones_can_be_mistaken_for_each_other() -> None:
    tones = [phrase.hertz for phrase in PHRASES] + [phrase.reply_hertz for phrase in PHRASES]
    assert all(abs(one - other) >= 40 for one, other in combinations(tones, 2))
    assert {each.hertz in VOICE for each in PHRASES} == {False}
    assert {each.reply_hertz in VOICE for each in (GREETING, *PHRASES)} == {True}
