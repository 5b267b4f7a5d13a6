"""Nutrition plans: targets, dishes, and the planner that meets the ones with the others."""
