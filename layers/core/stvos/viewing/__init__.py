"""Viewing: sessions and their true watch time, access to videos, what the stream makes of both."""
