// description: The pairs of living organisations that both attended or hosted one meeting in the 12 months up to a day, with the meeting; of one organisation where one is named. Very many in a large region: name one there.
// description_zh: 截至某日的近12个月内，同参加（或主办）过一次会议活动的每对党组织及该次会议；可只列某一党组织的。区域大时行数极多，请指定党组织。
// params: as_of:date, year_ago:date?, organisation:text?
// returns: a:text, a_name:text, b:text, b_name:text, meeting:text, kind:text, held:date
MATCH (o:Organisation)-[r:INVITED_TO|HOSTED_BY]-(m:Meeting)
WHERE ($organisation = '' OR o.code = $organisation) AND (r.attended IS NULL OR r.attended)
  AND m.held > date($year_ago) AND m.held <= date($as_of)
WITH DISTINCT m
MATCH (p:Organisation)-[x:INVITED_TO|HOSTED_BY]-(m)-[y:INVITED_TO|HOSTED_BY]-(q:Organisation)
WHERE p.code < q.code AND ($organisation = '' OR p.code = $organisation OR q.code = $organisation)
  AND (x.attended IS NULL OR x.attended) AND (y.attended IS NULL OR y.attended)
  AND (p.founded IS NULL OR p.founded <= date($as_of)) AND (p.ended IS NULL OR p.ended > date($as_of))
  AND (q.founded IS NULL OR q.founded <= date($as_of)) AND (q.ended IS NULL OR q.ended > date($as_of))
RETURN DISTINCT p.code AS a, p.name AS a_name, q.code AS b, q.name AS b_name, m.code AS meeting, m.kind AS kind,
  m.held AS held
ORDER BY a, b, meeting
