// description: Every community's joint committee alive on a day with the post that keeps contact with it and the last contact.
// description_zh: 截至某日，每个在册社区联合党委的联系领导职务和最近联系日期（只记职务，不记姓名）。
// params: as_of:date
// returns: code:text, name:text, place:text, lead:text, founded:date, contact_post:text, last_contact:date
MATCH (c:Committee)
WHERE c.tier = 'community_committee'
  AND (c.founded IS NULL OR c.founded <= date($as_of)) AND (c.ended IS NULL OR c.ended > date($as_of))
OPTIONAL MATCH (c)-[:SERVES]->(p:Place)
OPTIONAL MATCH (c)-[:LED_BY]->(o:Organisation)
RETURN c.code AS code, c.name AS name, p.code AS place, o.code AS lead, c.founded AS founded,
  c.contact_post AS contact_post, c.last_contact AS last_contact
ORDER BY code
