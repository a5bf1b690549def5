"""Which charts do the pages show?

Pure functions: numbers in, a drawing out. They read no data and hold no words of their own.
"""
