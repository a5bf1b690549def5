// description: Every organisation founded up to a day that stands directly under a working committee, with level, domain and dates.
// description_zh: 截至某日成立的、直属工委的每个党组织：类别、领域、是否两新、所在地点、成立与撤销日期。
// params: as_of:date
// returns: code:text, level:text, domain:text, two_new:bool, place:text, founded:date, ended:date
MATCH (o:Organisation)-[:UNDER]->(w:Organisation)
WHERE w.level = 'working_committee' AND (o.founded IS NULL OR o.founded <= date($as_of))
OPTIONAL MATCH (o)-[:BASED_IN]->(p:Place)
RETURN o.code AS code, o.level AS level, o.domain AS domain, o.two_new AS two_new, p.code AS place,
  o.founded AS founded, o.ended AS ended
ORDER BY code
