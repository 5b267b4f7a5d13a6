"""The single table: keys, reads, writes, conditions, stream records."""
