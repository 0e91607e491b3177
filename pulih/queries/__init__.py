"""What we can look up: scoped reads. First argument `actor`; a fixed number of statements."""
