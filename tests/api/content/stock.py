"""A brand's catalogue for the tests of the content routes, written as the operator writes it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from stvos.catalogue.live_repository import LiveClassRepository
from stvos.catalogue.models import Category, FitnessClass, LiveClass, Trainer
from stvos.catalogue.repository import CatalogueRepository
from stvos.catalogue_search.catalogue import forget_catalogues
from stvos.catalogue_search.projection import CatalogueProjection, Touched
from stvos.clock import utc_now
from stvos.ids import new_id
from tests.world import World


@dataclass
class Stock:
    """What one brand offers. `changed` brings the snapshot up to date, as the stream would."""

    world: World
    content: CatalogueRepository
    live: LiveClassRepository
    yoga: Category
    trainer: Trainer

    @classmethod
    def of(cls, world: World) -> "Stock":
        content = CatalogueRepository(world.table, world.tenant)
        live = LiveClassRepository(world.table, world.tenant)
        now = utc_now()
        yoga = Category(id=new_id(), name="Yoga", image=None, created_at=now, updated_at=now)
        trainer = Trainer(
            id=new_id(),
            name="Zoë Okafor",
            image="https://img.example/zoe.jpg",
            created_at=now,
            updated_at=now,
        )
        content.add_category(yoga)
        content.add_trainer(trainer)
        return cls(world, content, live, yoga, trainer)

    def category(self, name: str, **wish: Any) -> Category:
        now = utc_now()
        added = Category(id=new_id(), name=name, created_at=now, updated_at=now, **wish)
        self.content.add_category(added)
        return added

    def unsaved(self, name: str = "Morning Flow", **wish: Any) -> FitnessClass:
        now = utc_now()
        settings: dict[str, Any] = {
            "id": new_id(),
            "name": name,
            "category_id": self.yoga.id,
            "trainer_id": self.trainer.id,
            "duration": 30,
            "intensity": "low",
            "published_at": now - timedelta(days=30),
            "video": {"source": "hls", "ref": "https://video.example/secret.m3u8"},
            "created_at": now,
            "updated_at": now,
        }
        return FitnessClass.model_validate(settings | wish)

    def fitness_class(self, name: str = "Morning Flow", **wish: Any) -> FitnessClass:
        added = self.unsaved(name, **wish)
        self.content.add_class(added)
        return added

    def live_class(self, name: str = "Live Flow", **wish: Any) -> LiveClass:
        now = utc_now()
        settings: dict[str, Any] = {
            "id": new_id(),
            "name": name,
            "trainer_id": self.trainer.id,
            "category_id": self.yoga.id,
            "starts_at": now + timedelta(hours=2),
            "duration": 45,
            "created_at": now,
            "updated_at": now,
        }
        added = LiveClass.model_validate(settings | wish)
        self.live.add_live_class(added)
        return added

    def changed(self, *touched: tuple[str, int]) -> None:
        """The stream has told of these, and the reader's second is over."""
        CatalogueProjection.of(self.world.tenant).follow(Touched.of(touched))
        forget_catalogues()
