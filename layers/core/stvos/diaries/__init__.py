"""Diaries of trainers and members: who is taken when, so that no one is booked twice."""
