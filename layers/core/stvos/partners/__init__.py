"""Partners: employers and the like who give their people vouchers, see their use, and pay."""
