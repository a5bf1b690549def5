"""Regions as large as a district, a city or a province, drawn column by column, with a known truth.

Generating only; the bundled sub-district, in whose situations these are planted too, is ``subdistrict``.
"""
