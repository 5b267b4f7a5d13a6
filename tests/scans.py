"""A plate as a model sees it, kept as a member's scan."""

from base64 import b64encode
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from stvos.dynamodb.keys import UserId
from stvos.food_scans.models import FoodScan, ScannedFood, StoredNutrients
from stvos.food_scans.photos import PreparedPhoto
from stvos.food_scans.repository import ScanRepository
from stvos.food_scans.vision import SeenFood, SeenNutrients, Sighting
from stvos.foods.search import known_as
from stvos.ids import new_id
from tests.world import Member, World

MYSTERY = StoredNutrients(calories=200, protein=10, carbs=20, fat=9, fiber=2, sodium=300)


def plate() -> tuple[ScannedFood, ...]:
    """150 g of rice, 120 g of chicken, both of the table, and 80 g that only the model knows."""
    rice, chicken = known_as("white rice boiled"), known_as("chicken breast roasted")
    assert rice is not None
    assert chicken is not None
    seen = [
        ScannedFood(
            id=number,
            name=name,
            grams=grams,
            portion=f"{grams} g",
            confidence=0.8,
            source="model",
            stored_per_100g=MYSTERY,
            alternatives=("Something else",),
        )
        for number, (name, grams) in enumerate(
            [("White rice", 150), ("Chicken breast", 120), ("Green sauce", 80)], 1
        )
    ]
    return seen[0].as_food(rice), seen[1].as_food(chicken), seen[2]


def kept_scan(world: World, member: Member, foods: tuple[ScannedFood, ...] | None = None) -> int:
    """The id of a scan that a member has."""
    seen = plate() if foods is None else foods
    scan = FoodScan(
        id=new_id(),
        is_food=bool(seen),
        foods=seen,
        foods_seen=len(seen),
        confidence=0.8,
        created_at=datetime.now(UTC),
    )
    ScanRepository(world.table, world.tenant, UserId(member.id)).add(scan)
    return scan.id


def a_photo(width: int = 400, height: int = 300, **options: Any) -> bytes:
    """A JPEG of a plate."""
    drawn = Image.new("RGB", (width, height), "white")
    ImageDraw.Draw(drawn).ellipse((40, 40, width - 40, height - 40), fill="brown")
    out = BytesIO()
    drawn.save(out, "JPEG", **options)
    return out.getvalue()


def data_url(content: bytes) -> str:
    return f"data:image/jpeg;base64,{b64encode(content).decode()}"


def as_form(*parts: tuple[str, bytes]) -> tuple[dict[str, str], bytes]:
    """The headers and the body of a form with these fields."""
    boundary = "limit-of-parts"
    body = b"".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="a.jpg"\r\n'
        f"Content-Type: image/jpeg\r\n\r\n".encode()
        + content
        + b"\r\n"
        for name, content in parts
    )
    headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    return headers, body + f"--{boundary}--\r\n".encode()


SEEN = Sighting(
    is_food=True,
    confidence=0.9,
    foods=(
        SeenFood(
            name="White rice, boiled",
            grams=150,
            portion="1 bowl",
            confidence=0.95,
            per_100g=SeenNutrients(**MYSTERY.model_dump()),
            alternatives=("Brown rice, boiled",),
        ),
        SeenFood(
            name="Green sauce",
            grams=80,
            confidence=0.6,
            per_100g=SeenNutrients(**MYSTERY.model_dump()),
        ),
    ),
)
NOTHING_SEEN = Sighting(is_food=False, confidence=0.99)


@dataclass
class Eyes:
    """A model that sees what it is told, and remembers what it was shown."""

    sighting: Sighting = SEEN
    shown: list[PreparedPhoto] = field(default_factory=list)
    hints: list[str | None] = field(default_factory=list)

    def look(self, photo: PreparedPhoto, hint: str | None) -> Sighting:
        self.shown.append(photo)
        self.hints.append(hint)
        return self.sighting
