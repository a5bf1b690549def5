// description: Every agreement alive on a day with its living parties, who has not answered yet, its meetings, and the last claim between its parties.
// description_zh: 截至某日，每份有效协议的在册当事方、尚未响应的一方、协议项下的会议活动，以及当事方之间最近一次认领。
// params: as_of:date, year_ago:date?
// returns: code:text, title:text, kind:text, signed:date, starts:date, ends:date, parties:list, initiators:int, respondents:int, unanswered:list, meetings:int, last_meeting:date, last_claim:date
// meetings: of the last 12 months. unanswered: respondents without a response by the day.
MATCH (g:Agreement)
WHERE g.status = 'active' AND (g.ends IS NULL OR g.ends >= date($as_of))
  AND (coalesce(g.starts, g.signed) IS NULL OR coalesce(g.starts, g.signed) <= date($as_of))
OPTIONAL MATCH (m:Meeting)-[:HELD_UNDER]->(g)
WHERE m.held <= date($as_of)
WITH g, max(m.held) AS last_meeting, count(CASE WHEN m.held > date($year_ago) THEN 1 END) AS meetings
OPTIONAL MATCH (g)<-[:PARTY_TO]-(x:Organisation)-[k:CLAIMS]->(:Listing)<-[:LISTS]-(w:Organisation)-[:PARTY_TO]->(g)
WHERE x.code <> w.code AND k.claimed <= date($as_of)
  AND (x.founded IS NULL OR x.founded <= date($as_of)) AND (x.ended IS NULL OR x.ended > date($as_of))
  AND (w.founded IS NULL OR w.founded <= date($as_of)) AND (w.ended IS NULL OR w.ended > date($as_of))
WITH g, last_meeting, meetings, max(k.claimed) AS last_claim
OPTIONAL MATCH (o:Organisation)-[s:PARTY_TO]->(g)
WHERE (o.founded IS NULL OR o.founded <= date($as_of)) AND (o.ended IS NULL OR o.ended > date($as_of))
RETURN g.code AS code, g.title AS title, g.kind AS kind, g.signed AS signed, g.starts AS starts, g.ends AS ends,
  collect(o.code) AS parties, count(CASE WHEN s.side = 'initiator' THEN 1 END) AS initiators,
  count(CASE WHEN s.side = 'respondent' THEN 1 END) AS respondents,
  collect(CASE WHEN s.side = 'respondent' AND (s.responded IS NULL OR s.responded > date($as_of)) THEN o.code END) AS unanswered,
  meetings AS meetings, last_meeting AS last_meeting, last_claim AS last_claim
ORDER BY code
