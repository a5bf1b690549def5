"""What would help most: plans made from the graph of a day, each with what it optimised and how near the best it is.

Findings say how things stand; nothing here changes the dataset.
"""
