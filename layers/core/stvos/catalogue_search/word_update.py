"""The word search's tables of a snapshot after some classes changed their words."""

import sqlite3
from collections import defaultdict
from collections.abc import Mapping

from stvos.catalogue_search import postings
from stvos.catalogue_search.postings import Entries, merged, weight_in_merged
from stvos.text import Vocabulary, after

type Weights = Mapping[str, int]


class WordUpdate:
    """The changes of some classes, collected so that each list is written once."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._weights: dict[int, Weights] = {}
        self._changed: dict[str, dict[int, int]] = defaultdict(dict)

    def note(self, number: int, before: Weights, after: Weights) -> None:
        """The words of a class, and what each says about it: as it was, and as it is now."""
        self._weights[number] = after
        for word in before.keys() | after.keys():
            weight = after.get(word, 0)
            if weight != before.get(word, 0):
                self._changed[word][number] = weight

    def carry_out(self) -> None:
        added, removed = set(), set()
        for word, weights in self._changed.items():
            row = self._row("word", word)
            entries = Entries.of(*row) if row else Entries()
            for number, weight in weights.items():
                entries.put(number, weight)
            if not row:
                added.add(word)
            if not entries.numbers:
                removed.add(word)
            self._write("word", word, entries)
        self._renew_vocabulary(added, removed)
        self._renew_beginnings()

    def _renew_vocabulary(self, added: set[str], removed: set[str]) -> None:
        if not added and not removed:
            return
        (packed,) = self._database.execute("SELECT packed FROM vocabulary").fetchone()
        vocabulary = Vocabulary.load(packed).changed(added, removed)
        self._database.execute("UPDATE vocabulary SET packed = ?", (vocabulary.pack(),))

    def _renew_beginnings(self) -> None:
        """Bring the merged lists up to date, from short beginnings to long ones.

        A beginning never stands for more postings than a shorter one that it begins with: under
        one that is too rare for a merged list there is none.
        """
        words = sorted(self._changed)
        todo = {word[:1] for word in words}
        while todo:
            start = todo.pop()
            size, count = self._database.execute(
                "SELECT ifnull(sum(length(weights)), 0), count(*) FROM word"
                " WHERE word >= ? AND word < ?",
                (start, after(start)),
            ).fetchone()
            if size > postings.MERGE_FROM:
                self._renew_beginning(start, count)
                longer = len(start) + 1
                todo |= {w[:longer] for w in words if w.startswith(start) and len(w) >= longer}
            else:
                self._database.execute(
                    "DELETE FROM beginning WHERE typed >= ? AND typed < ?", (start, after(start))
                )

    def _renew_beginning(self, start: str, completions: int) -> None:
        row = self._row("beginning", start)
        if completions == 1:
            entries = Entries()
        elif row:
            entries = Entries.of(*row)
            for number, weights in self._weights.items():
                entries.put(number, weight_in_merged(start, weights))
        else:
            rows = self._database.execute(
                "SELECT word, classes, weights FROM word WHERE word >= ? AND word < ?",
                (start, after(start)),
            )
            entries = merged(start, ((word, Entries.of(*packed)) for word, *packed in rows))
        self._write("beginning", start, entries)

    def _row(self, table: str, text: str) -> tuple[bytes, bytes] | None:
        column = _KEYS[table]
        query = f"SELECT classes, weights FROM {table} WHERE {column} = ?"  # noqa: S608
        row: tuple[bytes, bytes] | None = self._database.execute(query, (text,)).fetchone()
        return row

    def _write(self, table: str, text: str, entries: Entries) -> None:
        """Replace a row; a list without classes has none."""
        if entries.numbers:
            query = f"INSERT OR REPLACE INTO {table} VALUES (?, ?, ?)"  # noqa: S608
            self._database.execute(query, (text, *entries.pack()))
        else:
            query = f"DELETE FROM {table} WHERE {_KEYS[table]} = ?"  # noqa: S608
            self._database.execute(query, (text,))


_KEYS = {"word": "word", "beginning": "typed"}
