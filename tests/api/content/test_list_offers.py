"""GET /v1/products."""

from content import list_offers
from tests.api.partners.world import codes_of, new_partner, product_of, sign_up
from tests.world import World, call


def test_the_products_of_all_partners_are_in_it_the_newest_first(world: World) -> None:
    acme, bolt = new_partner(world), new_partner(world)
    made = [product_of(acme), product_of(bolt), product_of(acme)]

    offers = world.call(list_offers).data

    assert offers == {
        "items": made[::-1],
        "pagination": {"page": 1, "limit": 20, "total": 3, "totalPages": 1},
    }


def test_a_member_of_one_partner_sees_what_the_others_offer(world: World) -> None:
    acme, bolt = new_partner(world), new_partner(world)
    offered = product_of(bolt)
    member = sign_up(world, codes_of(acme)[0]["code"]).data
    token = {"Authorization": f"Bearer {member['accessToken']}"}

    assert world.call(list_offers, headers=token).data["items"] == [offered]


def test_pages_and_cursors_go_through_the_same_list(world: World) -> None:
    owner = new_partner(world)
    made = [product_of(owner) for _ in range(5)][::-1]

    pages = [
        world.call(list_offers, query={"limit": "2", "page": str(page)}).data["items"]
        for page in (1, 2, 3, 4)
    ]
    first = world.call(list_offers, query={"limit": "3"}).data
    second = world.call(list_offers, query={"limit": "3", "cursor": first["nextCursor"]}).data

    assert pages == [made[:2], made[2:4], made[4:], []]
    assert first["items"] + second["items"] == made
    assert "nextCursor" not in second


def test_pages_end_where_the_cursor_is_cheaper(world: World) -> None:
    deep, deeper = ({"limit": "100", "page": page} for page in ("10", "11"))

    assert world.call(list_offers, query=deep).status == 200
    assert world.call(list_offers, query=deeper).data["items"] == []


def test_a_forged_cursor_is_refused(world: World, other_world: World) -> None:
    owner = new_partner(other_world)
    product_of(owner)
    product_of(owner)
    theirs = other_world.call(list_offers, query={"limit": "1"}).data["nextCursor"]

    assert world.call(list_offers, query={"cursor": "Zm9yZ2Vk"}).paths == ["query.cursor"]
    # A real one of another brand is a place in a list, and the list is the caller's own.
    assert world.call(list_offers, query={"cursor": theirs}).data["items"] == []


def test_another_brand_s_products_are_not_in_it(world: World, other_world: World) -> None:
    product_of(new_partner(world))

    assert other_world.call(list_offers).data["pagination"]["total"] == 0


def test_it_needs_a_key(world: World) -> None:
    assert call(list_offers).code == "MISSING_API_KEY"
