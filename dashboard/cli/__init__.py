"""What can be asked on the command line?

One module a group of commands. Data goes to stdout, everything else to stderr; figures come from analytics.
"""
