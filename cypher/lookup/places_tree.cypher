// description: Every place with the place it is part of; of one kind where a kind is given.
// description_zh: 全部地点及其上级地点；给出类别时只列该类别。
// params: kind:text?
// returns: code:text, name:text, kind:text, community_type:text, parent:text, parts:int
MATCH (p:Place)
WHERE $kind = '' OR p.kind = $kind
OPTIONAL MATCH (p)-[:PART_OF]->(q:Place)
RETURN p.code AS code, p.name AS name, p.kind AS kind, p.community_type AS community_type, q.code AS parent,
  COUNT { MATCH (c:Place)-[:PART_OF]->(p) } AS parts
ORDER BY code
