"""GET /v1/foods: the food table, by name.

`search` finds the beginnings of words, and words of five letters or more with one typo; the best
matches come first. Values are those of the edible part.
"""

from stvos.api.endpoint import Request, endpoint
from stvos.foods.answers import FoodAnswer, FoodsAnswer
from stvos.foods.requests import FoodQuery
from stvos.foods.search import search


@endpoint(who="K", feature="nutrition", query=FoodQuery)
def handler(request: Request[FoodQuery]) -> FoodsAnswer:
    wanted = request.query
    found = search(wanted.search)
    return FoodsAnswer(
        items=[FoodAnswer.of(food) for food in wanted.cut(found)],
        pagination=wanted.pagination(len(found)),
    )
