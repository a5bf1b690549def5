"""What do we show at the joint meeting: a deck made from findings, edited, presented, and handed on as files?

A deck is data: which slides, about what, and the texts that a person wrote. Its figures are references to findings,
plans and steps of a trend, and are drawn anew whenever it is opened; nothing here works one out.
"""
