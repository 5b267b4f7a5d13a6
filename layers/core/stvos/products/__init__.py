"""Products: what partners offer a brand's members, and sell on pages of their own."""
