// description: The organisations alive on a day that are based in a place or answer for it.
// description_zh: 截至某日，驻在某地点或负责某地点的在册党组织。
// params: place:text, as_of:date
// returns: code:text, name:text, level:text, domain:text, based:bool, answers:bool
MATCH (p:Place {code: $place}), (o:Organisation)
WHERE (o.founded IS NULL OR o.founded <= date($as_of)) AND (o.ended IS NULL OR o.ended > date($as_of))
OPTIONAL MATCH (o)-[b:BASED_IN]->(p)
OPTIONAL MATCH (o)-[r:ANSWERS_FOR]->(p)
WHERE (r.since IS NULL OR r.since <= date($as_of)) AND (r.until IS NULL OR r.until >= date($as_of))
WITH o, count(b) AS based, count(r) AS answers
WHERE based + answers > 0
RETURN o.code AS code, o.name AS name, o.level AS level, o.domain AS domain, based > 0 AS based, answers > 0 AS answers
ORDER BY code
