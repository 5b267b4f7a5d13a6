"""What members find of a brand's trainers: who they are and what they offer."""
