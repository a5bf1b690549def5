"""What is the region as a property graph, and where is it kept?

The data contract, the ledger of batches, the folded dataset, the stores, and snapshots of a day. No figure is computed
here, and no sentence is worded.
"""
