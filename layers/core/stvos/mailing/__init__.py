"""The mails this platform sends for its brands: their words, their looks, their delivery."""
