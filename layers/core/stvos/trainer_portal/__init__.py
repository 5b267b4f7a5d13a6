"""What trainers see and do across their bookings, classes and programmes."""
