"""What the platform's operator does: brands, their keys, their catalogue, and the trail of it."""
