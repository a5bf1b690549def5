// description: The pairs of living organisations that both sit on one living committee on a day, with the committee; of one organisation where one is named. Many in a large region: name one there.
// description_zh: 截至某日，同在一个在册联席组织任职的每对党组织及该联席组织；可只列某一党组织的。区域大时行数很多，请指定党组织。
// params: as_of:date, organisation:text?
// returns: a:text, a_name:text, b:text, b_name:text, committee:text, committee_name:text, tier:text, a_role:text, b_role:text
MATCH (o:Organisation)-[s:SEATED_ON]->(c:Committee)
WHERE ($organisation = '' OR o.code = $organisation)
  AND (s.since IS NULL OR s.since <= date($as_of)) AND (s.until IS NULL OR s.until >= date($as_of))
  AND (c.founded IS NULL OR c.founded <= date($as_of)) AND (c.ended IS NULL OR c.ended > date($as_of))
WITH DISTINCT c
MATCH (p:Organisation)-[x:SEATED_ON]->(c)<-[y:SEATED_ON]-(q:Organisation)
WHERE p.code < q.code AND ($organisation = '' OR p.code = $organisation OR q.code = $organisation)
  AND (x.since IS NULL OR x.since <= date($as_of)) AND (x.until IS NULL OR x.until >= date($as_of))
  AND (y.since IS NULL OR y.since <= date($as_of)) AND (y.until IS NULL OR y.until >= date($as_of))
  AND (p.founded IS NULL OR p.founded <= date($as_of)) AND (p.ended IS NULL OR p.ended > date($as_of))
  AND (q.founded IS NULL OR q.founded <= date($as_of)) AND (q.ended IS NULL OR q.ended > date($as_of))
RETURN p.code AS a, p.name AS a_name, q.code AS b, q.name AS b_name, c.code AS committee, c.name AS committee_name,
  c.tier AS tier, x.role AS a_role, y.role AS b_role
ORDER BY a, b, committee
