"""A photo as it comes: what it is by its content, upright, without where it was taken, and small.

Pillow and pi-heif are in the layer `vision` and are loaded when the first photo comes.
"""

import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from stvos.errors import PayloadTooLarge, UnsupportedImage
from stvos.food_scans.uploads import MAX_PHOTO_BYTES

if TYPE_CHECKING:
    from PIL.Image import Image

LONGEST_SIDE = 1536
"""What the model needs; a longer side costs tokens and time and shows it no more."""

MAX_PIXELS = 60_000_000
"""Of a picture before it is made smaller; phones take 50 million."""

_QUALITY = 85
_WHITE = (255, 255, 255)
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"})


@dataclass(frozen=True, slots=True)
class PreparedPhoto:
    """A JPEG without metadata, upright, its longest side `LONGEST_SIDE` at most."""

    jpeg: bytes
    width: int
    height: int


def kind_of(content: bytes) -> str | None:
    """JPEG, PNG, WEBP or HEIF by the first bytes; None for anything else, whatever its name."""
    if content.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WEBP"
    if content[4:8] == b"ftyp" and content[8:12] in _HEIF_BRANDS:
        return "HEIF"
    return None


def prepared(content: bytes) -> PreparedPhoto:
    """Raises UnsupportedImage for what is no whole picture of a kind that is taken, and
    PayloadTooLarge for too many bytes or pixels, before it is decoded.
    """
    if len(content) > MAX_PHOTO_BYTES:
        raise PayloadTooLarge(details=f"A photo has at most {MAX_PHOTO_BYTES} bytes.")
    kind = kind_of(content)
    if kind is None:
        raise UnsupportedImage
    try:
        return _smaller(content, kind)
    # Pillow's decoders raise these for what is cut off or broken.
    except (OSError, ValueError, SyntaxError, RuntimeError, EOFError) as error:
        raise UnsupportedImage(details="The picture is broken or cut off.") from error


def _smaller(content: bytes, kind: str) -> PreparedPhoto:
    from PIL import Image, ImageOps

    if kind == "HEIF":
        import pi_heif  # type: ignore[import-untyped]

        pi_heif.register_heif_opener(thumbnails=False)
    with warnings.catch_warnings():
        # Our own bound is stricter, and is checked below before anything is decoded.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            opened = Image.open(BytesIO(content), formats=(kind,))
        except Image.DecompressionBombError as error:
            raise PayloadTooLarge(details="The picture has too many pixels.") from error
    with opened as picture:
        if picture.width * picture.height > MAX_PIXELS:
            raise PayloadTooLarge(details="The picture has too many pixels.")
        # A JPEG is decoded at an eighth, a quarter or half its size where that is enough.
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        picture.load()
        # HEIC opens upright already.
        upright = picture if kind == "HEIF" else ImageOps.exif_transpose(picture)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.BICUBIC)
        plain = _on_white(upright)
    out = BytesIO()
    # Nothing of the picture's metadata is handed on: a new file holds pixels alone.
    plain.save(out, "JPEG", quality=_QUALITY)
    return PreparedPhoto(out.getvalue(), plain.width, plain.height)


def _on_white(picture: "Image") -> "Image":
    from PIL import Image

    if picture.has_transparency_data:
        layers = picture.convert("RGBA")
        ground = Image.new("RGB", layers.size, _WHITE)
        ground.paste(layers, mask=layers.getchannel("A"))
        return ground
    plain = Image.new("RGB", picture.size)
    plain.paste(picture.convert("RGB"))
    return plain
