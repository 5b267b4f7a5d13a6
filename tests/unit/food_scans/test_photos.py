"""Photos as they come: turned, made small, and without where they were taken."""

import zlib
from io import BytesIO
from pathlib import Path
from struct import pack
from time import perf_counter
from typing import Any

import pytest
from PIL import Image, ImageDraw

from stvos.errors import PayloadTooLarge, UnsupportedImage
from stvos.food_scans.photos import LONGEST_SIDE, PreparedPhoto, kind_of, prepared

HEIC = (Path(__file__).parent / "plate.heic").read_bytes()
GPS, ORIENTATION, MAKER = 0x8825, 0x0112, 0x010F


def picture(width: int = 400, height: int = 300) -> Image.Image:
    """White, with a blue mark at the upper left."""
    drawn = Image.new("RGB", (width, height), "white")
    ImageDraw.Draw(drawn).rectangle((0, 0, width // 8, height // 8), fill="blue")
    return drawn


def saved(drawn: Image.Image, kind: str, **options: Any) -> bytes:
    out = BytesIO()
    drawn.save(out, kind, **options)
    return out.getvalue()


def opened(photo: PreparedPhoto) -> Image.Image:
    return Image.open(BytesIO(photo.jpeg))


def is_blue(drawn: Image.Image, x: int, y: int) -> bool:
    red, _, blue = drawn.convert("RGB").split()
    return blue.tobytes()[y * drawn.width + x] - red.tobytes()[y * drawn.width + x] > 100


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_every_kind_becomes_a_jpeg(kind: str) -> None:
    content = saved(picture(), kind)

    photo = prepared(content)

    assert kind_of(content) == kind
    assert (opened(photo).format, photo.width, photo.height) == ("JPEG", 400, 300)
    assert is_blue(opened(photo), 5, 5)


def test_heic_becomes_a_jpeg_upright_and_without_its_place() -> None:
    photo = prepared(HEIC)

    assert kind_of(HEIC) == "HEIF"
    assert (photo.width, photo.height) == (320, 200)
    assert is_blue(opened(photo), 5, 5)
    assert not opened(photo).getexif()


def test_where_and_with_what_it_was_taken_is_gone() -> None:
    told = Image.Exif()
    told[MAKER] = "Quillfeather"
    told[GPS] = {1: "N", 2: (52.0, 30.0, 0.0), 3: "E", 4: (13.0, 24.0, 0.0)}
    content = saved(picture(), "JPEG", exif=told, comment=b"Quillfeather", icc_profile=b"Quill")
    assert b"Quillfeather" in content

    photo = prepared(content)

    assert not opened(photo).getexif()
    assert b"Quill" not in photo.jpeg
    assert b"Exif" not in photo.jpeg


@pytest.mark.parametrize(("orientation", "corner"), [(3, "lower right"), (6, "upper right")])
def test_it_is_turned_upright(orientation: int, corner: str) -> None:
    turned = Image.Exif()
    turned[ORIENTATION] = orientation

    photo = prepared(saved(picture(), "JPEG", exif=turned))

    shown = opened(photo)
    assert shown.size == ((300, 400) if orientation == 6 else (400, 300))
    x = shown.width - 6
    assert is_blue(shown, x, 5 if corner == "upper right" else shown.height - 6)


def test_a_large_one_becomes_small_and_a_small_one_stays() -> None:
    large = prepared(saved(picture(4000, 3000), "JPEG"))

    assert (large.width, large.height) == (LONGEST_SIDE, LONGEST_SIDE * 3 // 4)
    assert prepared(saved(picture(40, 30), "PNG")).width == 40


def test_what_can_be_seen_through_is_white() -> None:
    clear = Image.new("RGBA", (50, 50), (0, 0, 0, 0))

    shown = opened(prepared(saved(clear, "PNG")))

    assert min(shown.convert("L").tobytes()) > 250


@pytest.mark.parametrize("mode", ["L", "P", "CMYK", "I;16"])
def test_every_mode_of_colour_can_be_read(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    drawn = Image.new(mode, (60, 40)) if mode == "I;16" else picture(60, 40).convert(mode)

    assert prepared(saved(drawn, kind)).width == 60


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7 called plate.jpg",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a" + bytes(100),
        b"\xff\xd8\xff",
        b"\xff\xd8\xff\xe0" + bytes(100),
        b"\x89PNG\r\n\x1a\n" + bytes(100),
        b"RIFF\x00\x00\x00\x00WEBP" + bytes(50),
        b"\x00\x00\x00\x18ftypheic" + bytes(100),
    ],
)
def test_what_is_no_picture_is_refused_whatever_it_is_called(content: bytes) -> None:
    with pytest.raises(UnsupportedImage):
        prepared(content)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_is_cut_off_is_refused(kind: str) -> None:
    content = saved(Image.effect_noise((300, 300), 80), kind)

    with pytest.raises(UnsupportedImage):
        prepared(content[: len(content) // 2])


def test_a_cut_off_heic_is_refused() -> None:
    with pytest.raises(UnsupportedImage):
        prepared(HEIC[: len(HEIC) // 2])


def bomb(side: int) -> bytes:
    """A PNG that says it has side × side pixels, in few bytes."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return pack(">I", len(content)) + name + content + pack(">I", zlib.crc32(name + content))

    head = pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    lines = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [8_000, 20_000, 60_000])
def test_a_bomb_is_refused_before_it_is_decoded(side: int) -> None:
    started = perf_counter()

    with pytest.raises(PayloadTooLarge):
        prepared(bomb(side))

    assert perf_counter() - started < 1


def test_too_many_bytes_are_refused() -> None:
    with pytest.raises(PayloadTooLarge):
        prepared(b"\xff\xd8\xff" + bytes(20_000_000))
