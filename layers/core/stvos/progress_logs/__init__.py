"""What members log of themselves: workouts, meals, water, measurements, and what it adds up to."""
