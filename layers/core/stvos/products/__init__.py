"""Products that partners offer to a brand's members and sell on their own pages."""
