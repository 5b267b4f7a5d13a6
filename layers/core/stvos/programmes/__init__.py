"""Programmes of several weeks: trainers write them, members follow them day by day."""
