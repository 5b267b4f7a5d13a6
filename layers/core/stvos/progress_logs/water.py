"""How much a member should drink in a day."""

from stvos.accounts.models import Account

# 35 ml of water for each kg of body weight: the upper end of 30 to 35 ml/kg in NICE guideline
# CG32, Nutrition support for adults, recommendation 1.4.2.
_ML_PER_KG = 35
# EFSA Journal 2010;8(3):1459: an adequate daily intake of water is 2.0 l for women.
DEFAULT_GOAL_ML = 2000
# The same weight rule gives amounts for the heaviest that should never be recommended.
_MOST_ML = 5000
_STEP_ML = 50


def water_goal_ml(account: Account) -> int:
    """The member's own goal, else by body weight in steps of 50 ml, else the default."""
    if account.settings.water_goal_ml is not None:
        return account.settings.water_goal_ml
    if account.profile.weight is None:
        return DEFAULT_GOAL_ML
    steps = int(account.profile.weight * _ML_PER_KG / _STEP_ML + 0.5)
    return min(steps * _STEP_ML, _MOST_ML)
