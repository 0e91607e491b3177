"""`pulih generate`: a whole nation of people who do not exist, for training and for measuring.

Written as the owner with COPY, reproducible by its seed. Which figure comes from where stands in
`figures.py` and, with its mark, in docs/generating.md.
"""
