"""What is on the map of places: what the address asks for, figures and outlines, uncovered units.

Nothing here draws or has words; that is ``figures.place_map`` and ``components.map_drawing``.
"""
