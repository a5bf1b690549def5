// description: Every organisation alive on a day with its form, term, secretary, members and the last meeting it attended or hosted.
// description_zh: 截至某日，每个在册党组织的类别、组建方式、届满日期、书记状态、党员数，以及最近一次参加或主办会议活动的日期。
// params: as_of:date
// returns: code:text, name:text, level:text, form:text, domain:text, place:text, founded:date, term_ends:date, secretary:text, full_members:int, probationary_members:int, last_met:date
// people: full_members, probationary_members
// Counted by code and found again by it: a grouping would else carry every property of an organisation along each tie.
// Of all organisations, the living ones picked at the end: picked before, the embedded engine takes six times as long.
MATCH (a:Organisation)
OPTIONAL MATCH (a)-[r:INVITED_TO|HOSTED_BY]-(m:Meeting)
WHERE (r.attended IS NULL OR r.attended) AND m.held <= date($as_of)
WITH a.code AS met, max(m.held) AS last_met
MATCH (o:Organisation)
WHERE o.code = met
  AND (o.founded IS NULL OR o.founded <= date($as_of)) AND (o.ended IS NULL OR o.ended > date($as_of))
OPTIONAL MATCH (o)-[:BASED_IN]->(p:Place)
RETURN o.code AS code, o.name AS name, o.level AS level, o.form AS form, o.domain AS domain, p.code AS place,
  o.founded AS founded, o.term_ends AS term_ends, o.secretary AS secretary, o.full_members AS full_members,
  o.probationary_members AS probationary_members, last_met AS last_met
ORDER BY code
