"""Live classes: the members who join them, and their places."""
