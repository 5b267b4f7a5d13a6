"""`make eval-food`: how far the model is off, over the stand-in's wire."""

from collections.abc import Callable
from pathlib import Path

import pytest

from local import eval_food
from local.stubs.servers import StandIns
from local.stubs.vertex import Scripted
from tests.gemini import RICE, SAUCE, answers, as_model, plate
from tests.scans import a_photo

HEADER = "photo,mass_g,kcal,protein_g,carbs_g,fat_g"


@pytest.fixture
def gemini(stand_ins: StandIns, monkeypatch: pytest.MonkeyPatch) -> StandIns:
    as_model(stand_ins, monkeypatch)
    return stand_ins


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    def made(*rows: str, header: str = HEADER) -> Path:
        for name in ("one.jpg", "two.jpg"):
            (tmp_path / name).write_bytes(a_photo())
        (tmp_path / "weights.csv").write_text("\n".join([header, *rows]) + "\n")
        return tmp_path

    return made


def test_the_errors_are_those_of_nutrition5k(
    gemini: StandIns, folder: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """150 g of rice (195 kcal by our table) for 200 g and 260, and 40 g of sauce for 40 g."""
    answers(gemini, plate(RICE), plate(SAUCE))
    at = folder("one.jpg,200,260,5.4,56,0.6", "two.jpg,40,120,0.8,2.4,12")

    assert eval_food.main([str(at)]) == 0
    printed = capsys.readouterr().out
    assert "gemini-3.5-flash: 2 of 2 photos answered" in printed
    # (50 + 0) / 2 = 25 g of a mean of 120 g; (65 + 0) / 2 = 32.5 kcal of 190.
    lines = {line.split()[0]: line for line in printed.splitlines()}
    assert ("25.0" in lines["mass_g"], "20.8 %" in lines["mass_g"]) == (True, True)
    assert ("32.5" in lines["kcal"], "17.1 %" in lines["kcal"]) == (True, True)
    assert "1.2 %" in lines["fat_g"]


def test_what_failed_is_counted_apart(
    gemini: StandIns, folder: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    gemini.gemini.script.extend([Scripted(status=503), Scripted(plate(RICE))])
    at = folder("one.jpg,200,260,5.4,56,0.6", "two.jpg,150,195,4.1,42,0.5")

    assert eval_food.main([str(at)]) == 0
    printed = capsys.readouterr().out
    assert "1 of 2 photos answered" in printed
    assert "failed: one.jpg: AI_UNAVAILABLE" in printed


def test_where_nothing_is_measured_there_is_no_percentage() -> None:
    [mass, *_] = eval_food.errors_of([(0, 0, 0, 0, 0)], [(5, 0, 0, 0, 0)])

    assert mass == ("mass_g", 5, None)


@pytest.mark.parametrize(
    ("rows", "header", "said"),
    [
        ((), HEADER, "has no row"),
        (("one.jpg,1",), "photo,mass_g", "has no column kcal, protein_g, carbs_g, fat_g"),
        (("three.jpg,1,1,1,1,1",), HEADER, "line 2: there is no photo three.jpg"),
        (("../one.jpg,1,1,1,1,x",), HEADER, "line 2: not every measure is a number"),
        (("one.jpg,1,1,1,1",), HEADER, "line 2: not every measure is a number"),
        (("one.jpg,-1,1,1,1,1",), HEADER, "line 2: a measure is negative or absurd"),
        (("one.jpg,nan,1,1,1,1",), HEADER, "line 2: a measure is negative or absurd"),
    ],
)
def test_a_folder_that_is_not_in_order_is_explained_and_no_model_is_asked(
    gemini: StandIns,
    folder: Callable[..., Path],
    capsys: pytest.CaptureFixture[str],
    rows: tuple[str, ...],
    header: str,
    said: str,
) -> None:
    assert eval_food.main([str(folder(*rows, header=header))]) == 2
    assert said in capsys.readouterr().err
    assert gemini.gemini.questions == []


def test_no_folder_no_table_and_no_model_are_explained(
    tmp_path: Path, folder: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    for place in (tmp_path / "none", tmp_path):
        assert eval_food.main([str(place)]) == 2
    assert eval_food.main([str(folder("one.jpg,1,1,1,1,1"))]) == 2

    said = capsys.readouterr().err
    assert "is no folder" in said
    assert "has no weights.csv" in said
    assert "Set VERTEX_PROJECT and VERTEX_CREDENTIALS" in said
