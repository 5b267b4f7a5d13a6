"""Tones, and an ear for them: from samples of a caller to the phrases that were said."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from local.stubs.phrases import NOT_UNDERSTOOD, VOICE, Phrase

type _Samples = NDArray[np.float64]

_LOUDNESS, _FADE_SECONDS = 0.3, 0.01
# A window is 40 ms. The spectrum is filled up to 250 ms, so that its lines are 4 Hz apart.
_WINDOWS_A_SECOND, _LINE_HERTZ = 25, 4
# Opus and comfort noise stay far below it, a tone far above (of 32768).
_QUIET = 500.0
# A tone counts from 200 ms on; 240 ms of silence end it, so that frames may be lost in it.
_LEAST_LOUD, _SPEAKING, _ENDING = 5, 3, 6
_NEAR_HERTZ, _STEADY_HERTZ = 15.0, 10.0


def tone(hertz: int, seconds: float, rate: int) -> bytes:
    """Samples of a tone: 16 bits, little-endian, mono."""
    at = np.arange(int(seconds * rate))
    fade = np.clip(np.minimum(at, at[::-1]) / (_FADE_SECONDS * rate), 0.0, 1.0)
    wave = _LOUDNESS * 32_767 * fade * np.sin(2 * np.pi * hertz * at / rate)
    return wave.astype("<i2").tobytes()


class Listener:
    """Recognises phrases in samples of one rate, in pieces of any size. It counts samples, not
    seconds; that no samples arrive any more is reported by `pause`.
    """

    def __init__(self, phrases: Iterable[Phrase], rate: int) -> None:
        self._phrases = tuple(phrases)
        self.rate = rate
        self._window = rate // _WINDOWS_A_SECOND
        self._shape = np.hanning(self._window)
        self._pending = bytearray()
        self._tones: list[float] = []
        self._silent = 0
        self._cut_short: Phrase | None = None

    def feed(self, pcm: bytes) -> list[Phrase]:
        """The phrases that end in these samples; NOT_UNDERSTOOD for any other sound."""
        self._pending += pcm
        size = 2 * self._window
        heard = []
        while len(self._pending) >= size:
            samples = np.frombuffer(bytes(self._pending[:size]), "<i2").astype(np.float64)
            del self._pending[:size]
            if phrase := self._hear(samples):
                heard.append(phrase)
        return heard

    def pause(self) -> Phrase | None:
        """The phrase that ends because nothing arrives any more. A tone that goes on afterwards,
        as on a busy machine, is the same utterance.
        """
        if len(self._tones) < _LEAST_LOUD:
            return None
        self._cut_short = self._end()
        return self._cut_short

    def settle(self) -> None:
        """Whatever arrives from now on is a new utterance."""
        self._cut_short = None

    @property
    def is_hearing(self) -> bool:
        """Whether an utterance is under way."""
        if len(self._tones) < _SPEAKING:
            return False
        return self._cut_short is None or self._recognised() is not self._cut_short

    def _hear(self, samples: _Samples) -> Phrase | None:
        hertz = self._pitch(samples)
        if hertz is not None:
            self._tones.append(hertz)
            self._silent = 0
            return None
        self._silent += 1
        if self._silent < _ENDING:
            return None
        phrase = self._end() if len(self._tones) >= _LEAST_LOUD else None
        self._tones.clear()
        before, self._cut_short = self._cut_short, None
        return None if phrase is before else phrase

    def _end(self) -> Phrase:
        phrase = self._recognised()
        self._tones.clear()
        return phrase

    def _recognised(self) -> Phrase:
        middle = float(np.median(self._tones))
        spread = float(np.median(np.abs(np.asarray(self._tones) - middle)))
        nearest = min(self._phrases, key=lambda phrase: abs(phrase.hertz - middle))
        is_near = abs(nearest.hertz - middle) <= _NEAR_HERTZ
        return nearest if is_near and spread <= _STEADY_HERTZ else NOT_UNDERSTOOD

    def _pitch(self, samples: _Samples) -> float | None:
        """The strongest frequency; None where it is quiet, or the coach's own voice comes back."""
        if np.sqrt(np.mean(samples**2)) < _QUIET:
            return None
        spectrum = np.abs(np.fft.rfft(samples * self._shape, self.rate // _LINE_HERTZ))
        hertz = int(np.argmax(spectrum)) * _LINE_HERTZ
        return None if hertz in VOICE else float(hertz)
