"""Members and what is theirs: their profile, their photo, their data, their leaving."""
