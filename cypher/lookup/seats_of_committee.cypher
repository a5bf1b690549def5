// description: The organisations that sit on a joint committee on a day, and as what.
// description_zh: 截至某日，某联席组织的成员单位及其职责。
// params: committee:text, as_of:date
// returns: code:text, name:text, domain:text, role:text, since:date, until:date
MATCH (o:Organisation)-[s:SEATED_ON]->(c:Committee {code: $committee})
WHERE (s.since IS NULL OR s.since <= date($as_of)) AND (s.until IS NULL OR s.until >= date($as_of))
  AND (o.founded IS NULL OR o.founded <= date($as_of)) AND (o.ended IS NULL OR o.ended > date($as_of))
RETURN o.code AS code, o.name AS name, o.domain AS domain, s.role AS role, s.since AS since, s.until AS until
ORDER BY code
