"""Use: what a partner's members did, counted by day and month, and nothing of their health."""
