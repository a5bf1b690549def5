// description: Every organisation alive on a day with its seats, active agreements, claims and meetings of the last 12 months.
// description_zh: 截至某日，每个在册党组织的席位、有效协议、认领与被认领的清单、近12个月参加或主办的会议活动各有几项。
// params: as_of:date, year_ago:date?
// returns: code:text, name:text, level:text, place:text, seats:int, agreements:int, claims_made:int, claims_met:int, last_claim:date, meetings:int
// Claims are those of others' listings, and by others of its own, from their day on. Hosting is attending.
// Counted by code and found again by it: a grouping would else carry every property of an organisation along each tie.
MATCH (a:Organisation)
WHERE (a.founded IS NULL OR a.founded <= date($as_of)) AND (a.ended IS NULL OR a.ended > date($as_of))
OPTIONAL MATCH (a)-[r:INVITED_TO|HOSTED_BY]-(m:Meeting)
WHERE (r.attended IS NULL OR r.attended) AND m.held > date($year_ago) AND m.held <= date($as_of)
WITH a.code AS met, count(DISTINCT m.code) AS meetings
MATCH (b:Organisation)
WHERE b.code = met
OPTIONAL MATCH (b)-[s:SEATED_ON]->(c:Committee)
WHERE (s.since IS NULL OR s.since <= date($as_of)) AND (s.until IS NULL OR s.until >= date($as_of))
  AND (c.founded IS NULL OR c.founded <= date($as_of)) AND (c.ended IS NULL OR c.ended > date($as_of))
WITH b, meetings, count(c.code) AS seats
OPTIONAL MATCH (b)-[:PARTY_TO]->(g:Agreement)
WHERE g.status = 'active' AND (g.ends IS NULL OR g.ends >= date($as_of))
  AND (coalesce(g.starts, g.signed) IS NULL OR coalesce(g.starts, g.signed) <= date($as_of))
WITH b.code AS tied, meetings, seats, count(g.code) AS agreements
MATCH (d:Organisation)
WHERE d.code = tied
OPTIONAL MATCH (d)-[k:CLAIMS]->(l:Listing)<-[:LISTS]-(w:Organisation)
WHERE w.code <> d.code AND (k.claimed IS NULL OR k.claimed <= date($as_of))
WITH d, meetings, seats, agreements, count(l.code) AS claims_made, max(k.claimed) AS made
OPTIONAL MATCH (d)-[:LISTS]->(n:Listing)<-[t:CLAIMS]-(x:Organisation)
WHERE x.code <> d.code AND (t.claimed IS NULL OR t.claimed <= date($as_of))
WITH d.code AS claimed, meetings, seats, agreements, claims_made, made, count(n.code) AS claims_met,
  max(t.claimed) AS met_on
MATCH (o:Organisation)
WHERE o.code = claimed
OPTIONAL MATCH (o)-[:BASED_IN]->(p:Place)
RETURN o.code AS code, o.name AS name, o.level AS level, p.code AS place, seats AS seats, agreements AS agreements,
  claims_made AS claims_made, claims_met AS claims_met,
  CASE WHEN made IS NULL OR met_on > made THEN met_on ELSE made END AS last_claim, meetings AS meetings
ORDER BY code
