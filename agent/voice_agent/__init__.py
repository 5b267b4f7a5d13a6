"""The voice agent: it joins LiveKit's rooms, talks with callers, and calls the API for them."""
