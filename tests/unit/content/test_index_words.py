"""Folding, splitting and forgiving words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stvos.text import Vocabulary, fold, name_words, one_typo_apart, query_words, words_of
from tests.unit.content.catalogue_samples import distance

LETTERS = st.text("abcé", max_size=7)
ANY_TEXT = st.text(st.characters(codec=None), max_size=100)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("PILATÉS", "pilates"),
        ("Straße", "strasse"),
        ("Smørrebrød", "smorrebrod"),
        ("Łódź", "lodz"),
        ("İstanbul ılık", "istanbul ilik"),
        ("ﬁtness Œuvre", "fitness oeuvre"),
        ("Йога", "иога"),
        ("e\u0301te\u0301", "ete"),
    ],
)
def test_case_accents_and_ligatures_are_folded(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(ANY_TEXT)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(ANY_TEXT)
def test_every_text_is_split_into_words_of_letters_and_digits(text: str) -> None:
    assert all(word.isalnum() for word in [*words_of(text), *query_words(text)])


def test_compound_words_are_found_whole_and_in_parts() -> None:
    assert set(words_of("Women's pre-natal l’été")) >= {
        "womens", "women", "pre", "natal", "prenatal", "ete", "lete"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "searches"),
    [
        ("朝のヨガ30分", ["朝", "ヨガ", "ガ", "朝のヨガ", "30分", "ﾖｶﾞ", "分"]),
        ("初心者のためのpilatesクラス", ["初心者", "心者", "者", "Pilates", "クラス", "ラス"]),
        ("โยคะยามเช้า", ["โยคะ", "ยาม", "เช้า", "เช"]),
        ("体幹", ["体幹", "体", "幹"]),
        ("योग कक्षा", ["योग", "कक्षा"]),
    ],
)
def test_words_of_scripts_without_blanks_are_found_anywhere(name: str, searches: list[str]) -> None:
    for words in (words_of(name), name_words(name)):
        for search in searches:
            wanted = query_words(search)
            assert wanted
            assert all(any(w.startswith(word) for w in words) for word in wanted), search
    assert not any(word.startswith("ガヨ") for word in words_of(name))


def test_a_word_typed_twice_is_asked_for_once() -> None:
    assert query_words("yoga YOGA, yogá flow") == ["yoga", "flow"]


@given(LETTERS, LETTERS)
def test_one_typo_is_damerau_distance_one(a: str, b: str) -> None:
    assert one_typo_apart(a, b) == (distance(a, b) == 1)


@given(st.sets(LETTERS.filter(bool)), LETTERS.filter(bool))
def test_the_vocabulary_finds_just_the_words_one_typo_away(words: set[str], typed: str) -> None:
    vocabulary = Vocabulary.load(Vocabulary.of(words).pack())
    assert vocabulary.misspelt(typed) == sorted(
        word
        for word in words
        if max(len(word), len(typed)) >= 5
        and not word.startswith(typed)
        and distance(word, typed) == 1
    )


@given(st.sets(LETTERS.filter(bool)), LETTERS.filter(bool))
def test_the_vocabulary_finds_just_the_words_with_that_beginning(
    words: set[str], typed: str
) -> None:
    vocabulary = Vocabulary.load(Vocabulary.of(words).pack())
    assert vocabulary.completions(typed) == sorted(w for w in words if w.startswith(typed))
