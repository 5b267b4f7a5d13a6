"""Video rooms: who may enter when, and who was there how long."""
