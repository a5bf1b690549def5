// description: How many nodes of each label the store holds, and as of which day.
// description_zh: 图库中各类节点的数量，以及数据截至日期。
// params:
// returns: as_of:date, places:int, organisations:int, units:int, committees:int, agreements:int, listings:int, meetings:int, teams:int, cases:int, figures:int
MATCH (d:Dataset)
RETURN d.as_of AS as_of,
  COUNT { MATCH (n:Place) } AS places, COUNT { MATCH (n:Organisation) } AS organisations,
  COUNT { MATCH (n:Unit) } AS units, COUNT { MATCH (n:Committee) } AS committees,
  COUNT { MATCH (n:Agreement) } AS agreements, COUNT { MATCH (n:Listing) } AS listings,
  COUNT { MATCH (n:Meeting) } AS meetings, COUNT { MATCH (n:Team) } AS teams,
  COUNT { MATCH (n:Case) } AS cases, COUNT { MATCH (n:Figure) } AS figures
ORDER BY as_of
