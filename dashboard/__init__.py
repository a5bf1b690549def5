"""How do people meet the findings: command line, HTTP, pages, reports?

The only room that holds sentences for a person. Figures are computed in analytics, never here.
"""
