"""Measures of a network of ties, on plain arrays: what is its shape, and who stands where in it.

Knows nothing of organisations, stores or files; see ``measures`` for the whole answer and ``scorecard`` for the short
one.
"""
