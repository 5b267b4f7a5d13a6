"""Workout and class plans, and what a member's day holds."""
