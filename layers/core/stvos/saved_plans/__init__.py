"""What every kept plan has: versions, of which one holds on a day."""
