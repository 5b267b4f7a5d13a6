"""How coaches are ranked for a newcomer: one pure function, the same for the same input.

Each of seven parts gives 0 to 1, and the score is their sum by `WEIGHTS`, which add up to 1. Where
either side says nothing about a part, it gives one half: not to know is neither for nor against.

| part | 1 | 0 |
| --- | --- | --- |
| specialisation | each goal shares a word with what the trainer is specialised in | none does |
| goals | the trainer's themes cover those of the goals | cover none |
| hours | an hour is open in each wanted part of the week, by the newcomer's clock | in none |
| language | one in common | none in common |
| level | the trainer names the newcomer's level | names others only |
| price | within the budget; without one, the lowest of this currency | twice the budget |
| load | the trainer coaches no member yet | falls: one half at twenty members |

Equal scores are ordered by a hash of the newcomer and the trainer: always alike for one newcomer,
another order for the next, so that no trainer is first by their age or name.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from stvos.onboarding import vocabulary
from stvos.onboarding.criteria import Criteria
from stvos.onboarding.wanted_hours import Windows, shifted, wanted_windows

WEIGHTS = {
    "specialisation": 0.20,
    "goals": 0.20,
    "hours": 0.20,
    "language": 0.15,
    "level": 0.10,
    "price": 0.10,
    "load": 0.05,
}
UNKNOWN = 0.5
_HALF_LOAD = 20


@dataclass(frozen=True, slots=True)
class Coach:
    """A trainer as a recommendation compares them. `hours`: see `CoachCard`; `members`: how many
    have them as coach.
    """

    id: int
    name: str
    image: str | None = None
    specialisations: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    timezone: str = "UTC"
    hours: int = 0
    price: float | None = None
    currency: str | None = None
    members: int = 0


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A coach with a score from 0 to 1 and what speaks for them."""

    coach: Coach
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    score: float
    reason: str = ""


def ranked(
    coaches: Sequence[Coach], criteria: Criteria, seed: str, now: datetime, limit: int
) -> list[Recommendation]:
    """The best coaches for these criteria, best first. `seed`: what says who the newcomer is."""
    ranking = _Ranking(coaches, criteria, now)
    scored = [(ranking.parts(coach), coach) for coach in coaches]
    best = sorted(
        ((_total(parts), _lot(seed, coach.id), parts, coach) for parts, coach in scored),
        key=lambda row: (-row[0], row[1]),
    )
    return [
        Recommendation(coach, score, _reasons(parts, coach))
        for score, _, parts, coach in best[:limit]
    ]


class _Ranking:
    """One newcomer's criteria, held against coach after coach."""

    def __init__(self, coaches: Iterable[Coach], criteria: Criteria, now: datetime) -> None:
        self._criteria = criteria
        self._now = now
        self._words = [vocabulary.words([text]) for text in criteria.texts]
        self._themes = vocabulary.themes(criteria.texts)
        self._level = vocabulary.levels([criteria.level] if criteria.level else ())
        self._languages = vocabulary.languages(criteria.languages)
        self._windows = wanted_windows(criteria.days, criteria.times)
        self._lowest: dict[str | None, float] = {}
        for coach in coaches:
            if coach.price is not None:
                lowest = self._lowest.get(coach.currency, coach.price)
                self._lowest[coach.currency] = min(lowest, coach.price)
        self._shifts: dict[str, int] = {}

    def parts(self, coach: Coach) -> dict[str, _Part]:
        return {
            "specialisation": self._specialisation(coach),
            "goals": self._goals(coach),
            "hours": self._hours(coach),
            "language": self._language(coach),
            "level": self._experience(coach),
            "price": self._price(coach),
            "load": _Part(_HALF_LOAD / (_HALF_LOAD + max(0, coach.members))),
        }

    def _specialisation(self, coach: Coach) -> _Part:
        wanted = [words for words in self._words if words]
        if not wanted or not coach.specialisations:
            return _Part(UNKNOWN)
        taught = vocabulary.words(coach.specialisations)
        met = sum(1 for words in wanted if words & taught)
        if not met:
            return _Part(0)
        all_wanted = frozenset[str]().union(*wanted)
        named = [s for s in coach.specialisations if vocabulary.words([s]) & all_wanted]
        return _Part(met / len(wanted), f"Specialises in {', '.join(named[:3])}")

    def _goals(self, coach: Coach) -> _Part:
        if not self._themes or not coach.specialisations:
            return _Part(UNKNOWN)
        common = self._themes & vocabulary.themes(coach.specialisations)
        reason = f"Can help with your goals: {', '.join(sorted(common))}" if common else ""
        return _Part(len(common) / len(self._themes), reason)

    def _hours(self, coach: Coach) -> _Part:
        if not self._windows or not coach.hours:
            return _Part(UNKNOWN)
        open_cells = shifted(coach.hours, self._shift(coach.timezone))
        fitting = _count_open(self._windows, open_cells)
        total = len(self._windows)
        reason = f"Has hours at {fitting} of your {total} times of the week" if fitting else ""
        return _Part(fitting / total, reason)

    def _shift(self, zone: str) -> int:
        if zone not in self._shifts:
            self._shifts[zone] = self._criteria.minutes_ahead_of(zone, self._now)
        return self._shifts[zone]

    def _language(self, coach: Coach) -> _Part:
        if not self._languages or not coach.languages:
            return _Part(UNKNOWN)
        spoken = [n for n in coach.languages if vocabulary.languages([n]) & self._languages]
        return _Part(1, f"Speaks {', '.join(spoken)}") if spoken else _Part(0)

    def _experience(self, coach: Coach) -> _Part:
        named = vocabulary.levels(coach.specialisations)
        if not self._level or not named:
            return _Part(UNKNOWN)
        common = self._level & named
        return _Part(1, f"Works with {min(common)} level") if common else _Part(0)

    def _price(self, coach: Coach) -> _Part:
        if coach.price is None:
            return _Part(UNKNOWN)
        budget = self._criteria.budget
        if budget is None:
            lowest = self._lowest[coach.currency]
            return _Part(lowest / coach.price if coach.price else 1)
        if self._criteria.currency not in {None, coach.currency}:
            return _Part(UNKNOWN)
        if coach.price <= budget:
            return _Part(1, "Is within your budget")
        return _Part(max(0.0, 2 - coach.price / budget) if budget else 0)


def _total(parts: dict[str, _Part]) -> float:
    return round(sum(WEIGHTS[name] * part.score for name, part in parts.items()), 4)


def _reasons(parts: dict[str, _Part], coach: Coach) -> tuple[str, ...]:
    """What speaks for a coach, what weighs most first; there is always something to say."""
    weighty = sorted(WEIGHTS, key=lambda name: -WEIGHTS[name] * parts[name].score)
    said = tuple(parts[name].reason for name in weighty if parts[name].reason)
    if said:
        return said
    taught = ", ".join(coach.specialisations[:3])
    return (f"Teaches {taught}" if taught else "Takes new members",)


def _count_open(windows: Windows, open_cells: int) -> int:
    """In how many windows two half hours in a row are open."""
    return sum(1 for window in windows if (cells := window & open_cells) & (cells >> 1))


def _lot(seed: str, coach_id: int) -> bytes:
    return blake2b(f"{seed}:{coach_id}".encode(), digest_size=8).digest()
