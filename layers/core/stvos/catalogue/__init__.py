"""A brand's classes, categories, live classes and what is counted of them."""
