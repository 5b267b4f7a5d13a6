"""What trainers offer for booking: their hours, services and rules, and the slots of them."""
