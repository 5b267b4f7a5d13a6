"""Work that becomes due at a time: found each minute, and done by the domain it belongs to."""
