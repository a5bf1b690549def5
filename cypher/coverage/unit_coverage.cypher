// description: Every resident unit with the living organisations that cover it on a day, counted by how they do.
// description_zh: 截至某日，每家驻区单位由哪几种方式的在册党组织覆盖（单建、联建、指导员、联络员各几个）。
// params: as_of:date
// returns: code:text, name:text, kind:text, sector:text, place:text, status:text, reason:text, staff:int, members:int, members_elsewhere:int, has_union:bool, own:int, joint:int, instructor:int, liaison:int
// people: staff, members, members_elsewhere
MATCH (u:Unit)
OPTIONAL MATCH (u)-[:LOCATED_IN]->(p:Place)
OPTIONAL MATCH (o:Organisation)-[c:COVERS]->(u)
WHERE (o.founded IS NULL OR o.founded <= date($as_of)) AND (o.ended IS NULL OR o.ended > date($as_of))
  AND (c.since IS NULL OR c.since <= date($as_of)) AND (c.until IS NULL OR c.until >= date($as_of))
RETURN u.code AS code, u.name AS name, u.kind AS kind, u.sector AS sector, p.code AS place, u.status AS status,
  u.reason AS reason, u.staff AS staff, u.members AS members, u.members_elsewhere AS members_elsewhere,
  u.has_union AS has_union,
  count(CASE WHEN c.mode = 'own' THEN 1 ELSE NULL END) AS own,
  count(CASE WHEN c.mode = 'joint' THEN 1 ELSE NULL END) AS joint,
  count(CASE WHEN c.mode = 'instructor' THEN 1 ELSE NULL END) AS instructor,
  count(CASE WHEN c.mode = 'liaison' THEN 1 ELSE NULL END) AS liaison
ORDER BY code
