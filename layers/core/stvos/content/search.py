"""Finding classes by words: whole ones, beginnings, and one typo in the longer ones."""

import json
import math
import sqlite3
from collections.abc import Iterator, Sequence
from itertools import chain, starmap

from stvos.content.postings import FULL, Postings, merge, unpack, unpack_unfinished
from stvos.content.words import Vocabulary, query_words

MISTYPED = 1000.0
"""Taken off for each word found only by a typo; no sum of word scores reaches it, so every class
that has the words as typed comes before every class that needs a typo to be forgiven."""


class WordSearch:
    """The words of one opened snapshot."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        (packed,) = database.execute("SELECT packed FROM vocabulary").fetchone()
        self._vocabulary = Vocabulary.load(packed)
        (self._size,) = database.execute("SELECT count(*) FROM class").fetchone()

    def scores(self, text: str, *, first: int) -> dict[int, float]:
        """The classes from number `first` on that have every word of the text, with their score.

        A word scores its weight in the class times its rarity (the idf of BM25), taken over all
        the classes that the word as typed stands for.
        """
        found: dict[int, float] | None = None
        for word in query_words(text):
            scored = self._scores_of_word(word)
            if found is None:
                found = scored
            else:
                both = found.keys() & scored.keys()
                found = {number: found[number] + scored[number] for number in both}
            if not found:
                return {}
        return {number: score for number, score in (found or {}).items() if number >= first}

    def _scores_of_word(self, word: str) -> dict[int, float]:
        typed = self._as_typed(word)
        meant = merge(starmap(unpack, self._rows(self._vocabulary.misspelt(word))))
        count = len(typed.keys() | meant.keys()) if meant else len(typed)
        rarity = math.log(1 + (self._size - count + 0.5) / (count + 0.5)) / FULL
        scores = {number: weight * rarity - MISTYPED for number, weight in meant.items()}
        scores.update({number: weight * rarity for number, weight in typed.items()})
        return scores

    def _as_typed(self, word: str) -> Postings:
        """The classes that have this word or one that begins with it."""
        row = self._database.execute(
            "SELECT classes, weights FROM beginning WHERE typed = ?", (word,)
        ).fetchone()
        if row:
            return unpack(*row)
        completions = self._vocabulary.completions(word)
        finished = completions[: self._vocabulary.is_word(word)]
        unfinished = completions[len(finished) :]
        return merge(
            chain(
                starmap(unpack, self._rows(finished)),
                starmap(unpack_unfinished, self._rows(unfinished)),
            )
        )

    def _rows(self, numbers: Sequence[int]) -> Iterator[tuple[bytes, bytes]]:
        """The packed lists of these words."""
        values: tuple[int | str, ...]
        if isinstance(numbers, range):
            condition, values = "number >= ? AND number < ?", (numbers.start, numbers.stop)
        else:
            condition, values = "number IN (SELECT value FROM json_each(?))", (json.dumps(numbers),)
        query = f"SELECT classes, weights FROM word WHERE {condition}"  # noqa: S608
        return self._database.execute(query, values)
