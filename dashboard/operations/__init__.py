"""What do the people here keep beside the data: cases they work on, queries, plans and decks they saved?

The operations database. It never holds a copy of the graph, and the graph holds nothing of it.
"""
