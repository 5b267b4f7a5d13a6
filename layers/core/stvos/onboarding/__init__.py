"""Onboarding: a newcomer answers questions, finds a coach, and registers with both."""
