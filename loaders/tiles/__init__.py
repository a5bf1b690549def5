"""Map tiles from one file: the archive they stand in (PMTiles version 3), and what a vector tile draws.

Reading alone, bounded whatever the file says of itself; nothing here fetches anything.
"""
