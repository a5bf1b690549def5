// description: Every meeting up to a day of the committees alive on it, with how many living organisations stand in its attendance, were invited and came; the host is invited and came.
// description_zh: 截至某日，在册联席组织开过的每次会议：在册党组织在签到表上的、应到的、实到的各有几个（主办方算应到、实到）。
// params: as_of:date
// returns: committee:text, committee_name:text, tier:text, meeting:text, kind:text, held:date, listed:int, invited:int, attended:int
// Counted by code and found again by it: a grouping would else carry every property of a meeting along each tie.
MATCH (m:Meeting)-[:HELD_BY]->(c:Committee)
WHERE m.held <= date($as_of)
  AND (c.founded IS NULL OR c.founded <= date($as_of)) AND (c.ended IS NULL OR c.ended > date($as_of))
OPTIONAL MATCH (m)-[:HOSTED_BY]->(h:Organisation)
WHERE (h.founded IS NULL OR h.founded <= date($as_of)) AND (h.ended IS NULL OR h.ended > date($as_of))
OPTIONAL MATCH (o:Organisation)-[i:INVITED_TO]->(m)
WHERE (o.founded IS NULL OR o.founded <= date($as_of)) AND (o.ended IS NULL OR o.ended > date($as_of))
WITH m.code AS meeting, h.code AS host, count(o.code) AS listed, count(CASE WHEN o.code = h.code THEN 1 END) AS itself,
  count(CASE WHEN i.attended AND (h.code IS NULL OR o.code <> h.code) THEN 1 END) AS came
MATCH (n:Meeting)-[:HELD_BY]->(b:Committee)
WHERE n.code = meeting
RETURN b.code AS committee, b.name AS committee_name, b.tier AS tier, meeting AS meeting, n.kind AS kind, n.held AS held,
  listed AS listed, listed + CASE WHEN host IS NULL OR itself > 0 THEN 0 ELSE 1 END AS invited,
  came + CASE WHEN host IS NULL THEN 0 ELSE 1 END AS attended
ORDER BY committee, held, meeting
