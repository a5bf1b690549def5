// description: The resident units in a place and in the places below it.
// description_zh: 某地点及其下级地点内的驻区单位。
// params: place:text
// returns: code:text, name:text, kind:text, sector:text, status:text, place:text
MATCH (u:Unit)-[:LOCATED_IN]->(q:Place)
WHERE q.code = $place OR EXISTS { MATCH (q)-[:PART_OF*1..11]->(p:Place) WHERE p.code = $place }
RETURN u.code AS code, u.name AS name, u.kind AS kind, u.sector AS sector, u.status AS status, q.code AS place
ORDER BY code
