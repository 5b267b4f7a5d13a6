"""Group classes: many members at one time of a trainer."""
