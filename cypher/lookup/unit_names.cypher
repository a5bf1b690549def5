// description: The name of every unit and the place it is located in.
// description_zh: 每个驻区单位的名称和所在地点。
// params:
// returns: code:text, name:text, place:text
MATCH (u:Unit)
OPTIONAL MATCH (u)-[:LOCATED_IN]->(p:Place)
RETURN u.code AS code, u.name AS name, p.code AS place
ORDER BY code
