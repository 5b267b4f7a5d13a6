"""The laptop stack: the whole product on one machine, without Docker and without a cloud."""
