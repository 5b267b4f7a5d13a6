"""The food table: what everyday foods hold, the same for every client."""
