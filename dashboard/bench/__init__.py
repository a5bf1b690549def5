"""How long does the program take beside the least that the same work can take, and how much memory?

Measuring alone: each step in a fresh process, the floors in the same run. What is printed is the command's business.
"""
