"""What did a planner hand in, and what of it is sound?

Files in, checked rows and told problems out. What rows become in a graph, and how a person is told, live elsewhere.
"""
