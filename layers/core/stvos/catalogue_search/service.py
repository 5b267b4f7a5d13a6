"""What members find in a brand's catalogue."""

from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from typing import Self

from stvos.catalogue.favourites import FavouriteRepository
from stvos.catalogue.live_places import LivePlaces
from stvos.catalogue.live_repository import LiveClassRepository
from stvos.catalogue.models import LiveClass
from stvos.catalogue.records import CountedCategory
from stvos.catalogue.repository import CatalogueRepository
from stvos.catalogue_search.both_kinds import BothKinds, Listable
from stvos.catalogue_search.catalogue import current_catalogue
from stvos.catalogue_search.filters import Filter, Sort
from stvos.catalogue_search.index import CatalogueIndex, Page
from stvos.catalogue_search.live import Listing, index_of, listings
from stvos.catalogue_search.requests import BrowseQuery, FilterQuery, LiveQuery, SearchQuery
from stvos.catalogue_search.results import (
    ClassResults,
    ClassWithRelated,
    FrontPage,
    UnfinishedClass,
    UnfinishedSession,
)
from stvos.clock import Clock, utc_now
from stvos.dynamodb.table import Table
from stvos.errors import InvalidInput, NotFound
from stvos.identity.principal import Feature, Principal
from stvos.paging import PageQuery

ROW_SIZE = 10
"""How many classes each row of the front page holds."""
RELATED = 6


class ClassCatalogue:
    """One brand's catalogue, as of now."""

    def __init__(
        self,
        catalogue: CatalogueIndex,
        content: CatalogueRepository,
        live: LiveClassRepository,
        places: LivePlaces,
        features: frozenset[str],
        newest: Callable[[], CatalogueIndex],
        now: Clock = utc_now,
    ) -> None:
        """`newest` asks whether there is a newer catalogue and answers the one there is."""
        self._catalogue = catalogue
        self._newest = newest
        self._content = content
        self._live = live
        self._places = places
        self._features = features
        self._now = now

    @classmethod
    def of(cls, principal: Principal) -> Self:
        table, tenant = Table.of_stack(), principal.client
        return cls(
            current_catalogue(tenant),
            CatalogueRepository(table, tenant),
            LiveClassRepository(table, tenant),
            LivePlaces(table, tenant),
            principal.features,
            partial(current_catalogue, tenant, newest=True),
        )

    def browse(self, wanted: BrowseQuery) -> ClassResults:
        """The classes that pass the filters: recorded ones, live ones to come, or both."""
        return self._listed(
            wanted,
            lambda index: index.browse(
                wanted.filter, wanted.order, page=wanted.page, limit=wanted.limit, now=self._now()
            ),
        )

    def search(self, wanted: SearchQuery) -> ClassResults:
        """The classes that have every word, best first."""
        return self._listed(
            wanted,
            lambda index: index.search(
                wanted.q, wanted.filter, page=wanted.page, limit=wanted.limit, now=self._now()
            ),
        )

    def require_class(self, class_id: int) -> ClassWithRelated:
        """A published class, or a live one; raises NotFound."""
        classes = self._catalogue.by_ids([class_id], now=self._now())
        if not classes:
            self._catalogue = self._newest()
            classes = self._catalogue.by_ids([class_id], now=self._now())
        if not classes:
            return self._live_class_with_related(class_id)
        related = self._catalogue.related(class_id, RELATED, now=self._now())
        return ClassWithRelated(classes[0], related)

    def categories(self) -> list[CountedCategory]:
        """Every category, with the number of its published classes."""
        return self._catalogue.categories(now=self._now())

    def live_classes(self, wanted: LiveQuery) -> ClassResults:
        """The live classes of a time, soonest first; without one, all that are not over."""
        if wanted.from_ and wanted.to and wanted.to < wanted.from_:
            raise InvalidInput.at("query.to", "must not be before from")
        live = self._live.on_or_after(wanted.from_ or self._now(), wanted.to)
        return ClassResults(self._listings(wanted.cut(live)), len(live))

    def require_live_class(self, live_id: int) -> Listing:
        """A live class, past ones too; raises NotFound."""
        listings_ = self._listings([self._live.require_live_class(live_id)])
        if not listings_:
            raise NotFound
        return listings_[0]

    def _live_class_with_related(self, class_id: int) -> ClassWithRelated:
        """A live class, with the newest recorded ones of its category, or else of its trainer."""
        if Feature.LIVE_CLASSES not in self._features:
            raise NotFound
        shown = self.require_live_class(class_id)
        alike = (
            Filter(category=str(shown.category.id))
            if shown.category
            else Filter(trainer_id=shown.trainer.id)
        )
        page = self._catalogue.browse(alike, Sort(), page=1, limit=RELATED, now=self._now())
        return ClassWithRelated(shown, page.items)

    def front_page(self, unfinished: Sequence[UnfinishedSession]) -> FrontPage:
        """What the app shows first; live classes only where the brand has them."""
        now, index = self._now(), self._catalogue
        has_live = Feature.LIVE_CLASSES in self._features
        live = self._live.next(now, ROW_SIZE) if has_live else []
        watched = {i.id: i for i in index.by_ids({u.class_id for u in unfinished}, now=now)}
        return FrontPage(
            featured=index.featured(ROW_SIZE, now=now),
            unfinished=[
                UnfinishedClass(
                    watched[u.class_id], u.session_id, u.position_seconds, u.percent_complete
                )
                for u in unfinished
                if u.class_id in watched
            ],
            upcoming_live=self._listings(live),
            categories=index.categories(now=now),
            new_this_week=index.new_this_week(ROW_SIZE, now=now),
        )

    def _listed(self, wanted: FilterQuery, ask: Callable[[Listable], Page]) -> ClassResults:
        live = self._live_to_come() if wanted.is_live is not False else {}
        if not live:
            page = Page([], 0) if wanted.is_live else ask(self._catalogue)
            return ClassResults(page.items, page.total)
        with closing(index_of(list(live.values()))) as index:
            page = ask(index if wanted.is_live else BothKinds(self._catalogue, index))
        return ClassResults([live.get(item.id, item) for item in page.items], page.total)

    def _live_to_come(self) -> dict[int, Listing]:
        """The live classes that are not over, by id; none where the brand has no such feature."""
        if Feature.LIVE_CLASSES not in self._features:
            return {}
        coming = self._live.on_or_after(self._now())
        return {listing.live.id: listing for listing in self._listings(coming)}

    def _listings(self, live: Sequence[LiveClass]) -> list[Listing]:
        left = self._places.left(live, self._now())
        return listings(live, self._catalogue, self._content, left)


class Favourites:
    """The classes one member marked."""

    def __init__(
        self,
        catalogue: CatalogueIndex,
        favourites: FavouriteRepository,
        newest: Callable[[], CatalogueIndex],
        now: Clock = utc_now,
    ) -> None:
        self._catalogue = catalogue
        self._newest = newest
        self._favourites = favourites
        self._now = now

    @classmethod
    def of(cls, principal: Principal) -> Self:
        tenant = principal.client
        return cls(
            current_catalogue(tenant),
            FavouriteRepository(Table.of_stack(), tenant, principal.user),
            partial(current_catalogue, tenant, newest=True),
        )

    def page(self, wanted: PageQuery) -> ClassResults:
        """The marked classes that are published, the last marked first."""
        ids = [mark.class_id for mark in self._favourites.all()]
        classes = self._catalogue.by_ids(ids, now=self._now())
        return ClassResults(wanted.cut(classes), len(classes))

    def add(self, class_id: int) -> None:
        """Mark a published class; raises NotFound."""
        self._require(class_id)
        self._favourites.add(class_id, self._now())

    def remove(self, class_id: int) -> None:
        """Take the mark off, if there is one; raises NotFound for an unknown class."""
        if not self._favourites.remove(class_id):
            self._require(class_id)

    def _require(self, class_id: int) -> None:
        if self._catalogue.by_ids([class_id], now=self._now()):
            return
        self._catalogue = self._newest()
        if not self._catalogue.by_ids([class_id], now=self._now()):
            raise NotFound
