"""Food scans: what was seen on a member's plate, in numbers that hold."""
