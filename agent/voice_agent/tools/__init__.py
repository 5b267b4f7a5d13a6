"""What a model may ask the agent to do, by kind of talk."""
