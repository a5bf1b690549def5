"""Regions that are invented but add up: ledgers for demonstrations, tests and measurements.

Generating only; what comes out is loaded like anyone's ledger, and no finding is computed here.
"""
