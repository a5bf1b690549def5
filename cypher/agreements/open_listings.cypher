// description: Every listing of a living organisation open on a day, with how many other living organisations have claimed it and how many claimed listings it answers.
// description_zh: 截至某日，在册党组织的每条未关闭清单：有几个其他在册党组织认领，它又对应了几条已被认领的清单。
// params: as_of:date
// returns: code:text, kind:text, category:text, title:text, quantity:float, posted:date, closes:date, organisation:text, organisation_name:text, place:text, claims:int, answers:int
MATCH (o:Organisation)-[:LISTS]->(l:Listing)
WHERE (l.posted IS NULL OR l.posted <= date($as_of)) AND (l.closes IS NULL OR l.closes >= date($as_of))
  AND (o.founded IS NULL OR o.founded <= date($as_of)) AND (o.ended IS NULL OR o.ended > date($as_of))
OPTIONAL MATCH (o)-[:BASED_IN]->(p:Place)
OPTIONAL MATCH (x:Organisation)-[k:CLAIMS]->(l)
WHERE x.code <> o.code AND (k.claimed IS NULL OR k.claimed <= date($as_of))
  AND (x.founded IS NULL OR x.founded <= date($as_of)) AND (x.ended IS NULL OR x.ended > date($as_of))
WITH o, l, p, count(x.code) AS claims
RETURN l.code AS code, l.kind AS kind, l.category AS category, l.title AS title, l.quantity AS quantity,
  l.posted AS posted, l.closes AS closes, o.code AS organisation, o.name AS organisation_name, p.code AS place,
  claims AS claims,
  COUNT { MATCH (l)-[:ANSWERS]->(t:Listing)
    WHERE EXISTS { MATCH (t)<-[z:CLAIMS]-(y:Organisation)
      WHERE z.counterpart = l.code AND (z.claimed IS NULL OR z.claimed <= date($as_of)) AND NOT EXISTS { MATCH (y)-[:LISTS]->(t) }
        AND (y.founded IS NULL OR y.founded <= date($as_of)) AND (y.ended IS NULL OR y.ended > date($as_of)) } } AS answers
ORDER BY code
