// description: One organisation by its code: what it is, where it is based, whom it stands under.
// description_zh: 按编码查一个党组织：类别、领域、所在地点、上级组织、成立与届满日期。
// params: code:text
// returns: code:text, name:text, level:text, form:text, domain:text, two_new:bool, place:text, place_name:text, superior:text, superior_name:text, founded:date, term_ends:date, ended:date, secretary:text
MATCH (o:Organisation {code: $code})
OPTIONAL MATCH (o)-[:BASED_IN]->(p:Place)
OPTIONAL MATCH (o)-[:UNDER]->(s:Organisation)
RETURN o.code AS code, o.name AS name, o.level AS level, o.form AS form, o.domain AS domain, o.two_new AS two_new,
  p.code AS place, p.name AS place_name, s.code AS superior, s.name AS superior_name,
  o.founded AS founded, o.term_ends AS term_ends, o.ended AS ended, o.secretary AS secretary
ORDER BY code
