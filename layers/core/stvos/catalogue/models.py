"""Classes, categories, trainers and live classes as stored; every other domain reads these too."""

from datetime import datetime, timedelta
from enum import StrEnum

from stvos.catalogue.records import CategoryRecord, ClassRecord, Intensity, TrainerRecord
from stvos.models import Entity


class VideoSource(StrEnum):
    """Where a class's video is stored."""

    S3 = "s3"
    VIMEO = "vimeo"
    HLS = "hls"


class Video(Entity):
    """A class's video: an object key, a Vimeo id or a playlist's address. Never in an answer
    of the catalogue; only `/video/access` turns it into something that plays.
    """

    source: VideoSource
    ref: str


class Category(Entity):
    """A group of the catalogue. `position` orders them, then their names."""

    id: int
    name: str
    image: str | None = None
    position: int = 0
    created_at: datetime
    updated_at: datetime

    @property
    def record(self) -> CategoryRecord:
        return CategoryRecord(self.id, self.name, self.image, self.position)


class Trainer(Entity):
    """A person who teaches; their time zone holds for everything they offer.

    `user_id`: the account that manages what they offer, once their invitation was accepted;
    `invitation`: the hash of the code of the last invitation, the only one that is good.
    """

    id: int
    name: str
    bio: str = ""
    image: str | None = None
    specialisations: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    timezone: str = "UTC"
    active: bool = True
    user_id: int | None = None
    invitation: str | None = None
    created_at: datetime
    updated_at: datetime

    @property
    def record(self) -> TrainerRecord:
        return TrainerRecord(self.id, self.name, self.image, self.active, self.specialisations)


class FitnessClass(Entity):
    """A recorded class; it is scheduled while `published_at` is ahead. `duration` is in minutes,
    `duration_seconds` the video's exact length where it is known.
    """

    id: int
    name: str
    description: str = ""
    category_id: int
    trainer_id: int
    duration: int
    duration_seconds: int | None = None
    intensity: Intensity
    is_premium: bool = False
    equipment: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    featured: bool = False
    published_at: datetime
    thumbnail_url: str | None = None
    video: Video
    created_at: datetime
    updated_at: datetime

    def record(self, plays: int) -> ClassRecord:
        """What the catalogue shows of it."""
        return ClassRecord(
            id=self.id,
            name=self.name,
            trainer_id=self.trainer_id,
            category_id=self.category_id,
            duration=self.duration,
            intensity=self.intensity,
            published_at=self.published_at,
            description=self.description,
            thumbnail_url=self.thumbnail_url,
            is_premium=self.is_premium,
            is_vimeo=self.video.source is VideoSource.VIMEO,
            featured=self.featured,
            plays=plays,
            equipment=self.equipment,
            tags=self.tags,
            duration_seconds=self.duration_seconds,
        )


class LiveClass(Entity):
    """A class that is taught live at an hour. Duration in minutes; no capacity means no limit."""

    id: int
    name: str
    description: str = ""
    category_id: int | None = None
    trainer_id: int
    starts_at: datetime
    duration: int
    capacity: int | None = None
    thumbnail_url: str | None = None
    intensity: Intensity = "medium"
    is_premium: bool = False
    created_at: datetime
    updated_at: datetime

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.duration)


class Favourite(Entity):
    """A class a member marked."""

    class_id: int
    added_at: datetime


class CataloguePointer(Entity):
    """Which snapshot is the current one. `plays_at`: when the counts of plays were last read."""

    version: int
    object_key: str
    plays_at: datetime
