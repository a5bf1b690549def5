"""What the network and the ledger say: pure functions from frames and arrays to findings and measures.

Reads no file, opens no store and words no sentence for a person.
"""
