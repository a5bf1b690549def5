"""Which pieces are pages made of?

Small functions that give Dash components; they take words and values and compute no figure.
"""
