// description: Which living organisation covers which resident unit on a day, as its own or jointly.
// description_zh: 截至某日，哪个在册党组织以单建或联建方式覆盖哪家驻区单位。
// params: as_of:date
// returns: organisation:text, unit:text
MATCH (o:Organisation)-[c:COVERS]->(u:Unit)
WHERE c.mode IN ['own', 'joint']
  AND (o.founded IS NULL OR o.founded <= date($as_of)) AND (o.ended IS NULL OR o.ended > date($as_of))
  AND (c.since IS NULL OR c.since <= date($as_of)) AND (c.until IS NULL OR c.until >= date($as_of))
RETURN o.code AS organisation, u.code AS unit
ORDER BY organisation, unit
