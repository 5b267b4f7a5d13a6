"""The mails that this platform sends for its brands: content, layout and delivery."""
