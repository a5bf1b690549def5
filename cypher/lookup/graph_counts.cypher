// description: How many nodes of each label the store holds, and of which dataset.
// description_zh: 图库中各类节点的数量，以及所属数据集版本。
// params:
// returns: version:text, as_of:date, places:int, organisations:int, units:int, committees:int, agreements:int, listings:int, meetings:int, teams:int, cases:int, figures:int
MATCH (d:Dataset)
RETURN d.version AS version, d.as_of AS as_of,
  COUNT { MATCH (n:Place) } AS places, COUNT { MATCH (n:Organisation) } AS organisations,
  COUNT { MATCH (n:Unit) } AS units, COUNT { MATCH (n:Committee) } AS committees,
  COUNT { MATCH (n:Agreement) } AS agreements, COUNT { MATCH (n:Listing) } AS listings,
  COUNT { MATCH (n:Meeting) } AS meetings, COUNT { MATCH (n:Team) } AS teams,
  COUNT { MATCH (n:Case) } AS cases, COUNT { MATCH (n:Figure) } AS figures
ORDER BY version
