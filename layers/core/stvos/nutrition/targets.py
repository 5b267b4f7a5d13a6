"""How much energy and protein, carbohydrates and fat a day of a plan aims for.

Sources:
- resting energy: Mifflin MD, St Jeor ST et al. (1990), Am J Clin Nutr 51:241-247;
- activity: FAO/WHO/UNU (2004), Human energy requirements, table 5.1 (1.40 to 1.69 sedentary or
  light, 1.70 to 1.99 active);
- weight loss: ACSM position stand, Donnelly et al. (2009), Med Sci Sports Exerc 41:459-471: 500
  kcal a day below need; floors of 1,200 and 1,500 kcal: NIH (1998), Clinical guidelines on
  overweight and obesity, NIH publication 98-4083;
- protein: Thomas, Erdman, Burke (2016), joint position of AND, DC and ACSM, Med Sci Sports Exerc
  48:543-568 (1.2 to 2.0 g/kg); Morton et al. (2018), Br J Sports Med 52:376-384 (1.6 g/kg for
  muscle);
- shares of energy: Institute of Medicine (2005), Dietary Reference Intakes: protein 10 to 35 %, fat
  20 to 35 %, carbohydrates 45 to 65 %.
"""

from dataclasses import dataclass

from stvos.nutrition.vocabulary import Aim

KCAL_PER_G_PROTEIN = KCAL_PER_G_CARBS = 4
KCAL_PER_G_FAT = 9

HIGHEST_ENERGY = 5_000
_FLOOR_MEN, _FLOOR_WOMEN, _FLOOR = 1_500, 1_200, 1_350
_ADULT = 18
_UNDERWEIGHT, _OVERWEIGHT = 18.5, 25.0
_LOSS_SHARE, _LOSS_AT_MOST, _GAIN_SHARE = 0.20, 500, 0.10
_PROTEIN_G_PER_KG = {Aim.LOSE: 1.6, Aim.KEEP: 1.2, Aim.GAIN: 1.6}
# Within the accepted 10-35 %: above a quarter, plates of plants alone have no room for the rest.
_LEAST_PROTEIN_SHARE, _MOST_PROTEIN_SHARE = 0.15, 0.25
_FAT_SHARE = 0.30


@dataclass(frozen=True, slots=True)
class Eater:
    """Whom a plan is for. `height` in cm, `weight` in kg; `is_male` is None where not said."""

    age: int = 35
    is_male: bool | None = None
    height: float = 170.0
    weight: float = 70.0
    training_days: int = 3
    aim: Aim = Aim.KEEP
    is_pregnant: bool = False

    @property
    def body_mass_index(self) -> float:
        return self.weight / (self.height / 100) ** 2

    @property
    def may_lose(self) -> bool:
        """Whether eating less than the need is safe: for adults who are not thin or pregnant."""
        grown = self.age >= _ADULT and not self.is_pregnant
        return grown and self.body_mass_index >= _UNDERWEIGHT


@dataclass(frozen=True, slots=True)
class Targets:
    """What each day aims for: kcal and grams."""

    calories: float
    protein: float
    carbs: float
    fat: float

    @classmethod
    def of(cls, person: Eater, calories: float | None = None) -> "Targets":
        """`calories`: what the member request, instead of what is worked out."""
        energy = energy_target(person) if calories is None else calories
        wanted = _PROTEIN_G_PER_KG[person.aim] * _reference_weight(person) * KCAL_PER_G_PROTEIN
        share = min(max(wanted / energy, _LEAST_PROTEIN_SHARE), _MOST_PROTEIN_SHARE)
        return cls(
            calories=energy,
            protein=energy * share / KCAL_PER_G_PROTEIN,
            carbs=energy * (1 - share - _FAT_SHARE) / KCAL_PER_G_CARBS,
            fat=energy * _FAT_SHARE / KCAL_PER_G_FAT,
        )


def resting_energy(person: Eater) -> float:
    """kcal a day by Mifflin and St Jeor; between the sexes where none is said."""
    constant = {True: 5, False: -161, None: -78}[person.is_male]
    return 10 * person.weight + 6.25 * person.height - 5 * person.age + constant


def lowest_energy(person: Eater) -> float:
    """Below this no plan is made."""
    return {True: _FLOOR_MEN, False: _FLOOR_WOMEN, None: _FLOOR}[person.is_male]


def energy_target(person: Eater) -> float:
    """kcal a day: need by rest and activity, less or more by the aim, never below the floor."""
    need = resting_energy(person) * _activity(person.training_days)
    if person.aim is Aim.LOSE and person.may_lose:
        need -= min(need * _LOSS_SHARE, _LOSS_AT_MOST)
    elif person.aim is Aim.GAIN:
        need += need * _GAIN_SHARE
    floor = max(lowest_energy(person), min(resting_energy(person), HIGHEST_ENERGY))
    return min(max(round(need, -1), floor), HIGHEST_ENERGY)


def _activity(training_days: int) -> float:
    if training_days == 0:
        return 1.4
    return 1.5 if training_days <= 2 else 1.6 if training_days <= 4 else 1.75


def _reference_weight(person: Eater) -> float:
    """The weight that protein goes by: of the overweight, what a body mass index of 25 gives."""
    return min(person.weight, _OVERWEIGHT * (person.height / 100) ** 2)
