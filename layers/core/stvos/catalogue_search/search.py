"""Finding classes by words: whole ones, beginnings, and one typo in the longer ones."""

import json
import math
import sqlite3

from stvos.catalogue_search.postings import FULL, Postings, merge, unpack, unpack_unfinished
from stvos.text import Vocabulary, after, query_words

MISTYPED = 1000.0
"""Taken off for each word scores only by a typo; no sum of word scores reaches it, so every class
that has the words as typed comes before every class that needs a typo to be forgiven."""


class WordSearch:
    """The words of one opened snapshot."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        (packed,) = database.execute("SELECT packed FROM vocabulary").fetchone()
        self._vocabulary = Vocabulary.load(packed)
        (self._size,) = database.execute("SELECT count(*) FROM class").fetchone()

    def scores(self, text: str, *, beside: "WordSearch | None" = None) -> dict[int, float]:
        """The classes that have every word of the text, by number, with their score.

        A word scores its weight in the class times its rarity (the idf of BM25), taken over all
        the classes that the word as typed stands for, in this snapshot and in that of `beside`.
        """
        scores: dict[int, float] | None = None
        for word in query_words(text):
            scored = self._scores_of_word(word, beside)
            if scores is None:
                scores = scored
            else:
                both = scores.keys() & scored.keys()
                scores = {number: scores[number] + scored[number] for number in both}
            if not scores:
                return {}
        return scores or {}

    def _scores_of_word(self, word: str, beside: "WordSearch | None") -> dict[int, float]:
        typed, meant = self._as_typed(word), self._as_meant(word)
        count, size = len(typed.keys() | meant.keys()), self._size
        if beside:
            count += len(beside._as_typed(word).keys() | beside._as_meant(word).keys())
            size += beside._size
        rarity = math.log(1 + (size - count + 0.5) / (count + 0.5)) / FULL
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
        rows = self._database.execute(
            "SELECT word = ?, classes, weights FROM word WHERE word >= ? AND word < ?",
            (word, word, after(word)),
        )
        return merge(
            (unpack if finished else unpack_unfinished)(*packed) for finished, *packed in rows
        )

    def _as_meant(self, word: str) -> Postings:
        """The classes that have a word of which this one may be a typo."""
        meant = self._vocabulary.misspelt(word)
        rows = self._database.execute(
            "SELECT classes, weights FROM word WHERE word IN (SELECT value FROM json_each(?))",
            (json.dumps(meant),),
        )
        return merge(unpack(*packed) for packed in rows) if meant else {}
