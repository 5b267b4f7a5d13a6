"""Partners: employers and others that give vouchers to their people, and pay for them."""
