// description: The pairs of living organisations that both attended or hosted one meeting in the 12 months up to a day, with the meeting; of one organisation where one is named. Very many in a large region: name one there.
// description_zh: 截至某日的近12个月内，同参加（或主办）过一次会议活动的每对党组织及该次会议；可只列某一党组织的。区域大时行数极多，请指定党组织。
// params: as_of:date, year_ago:date?, organisation:text?
// returns: a:text, a_name:text, b:text, b_name:text, meeting:text, kind:text, held:date
// From the one named outwards, and only then put in order: the embedded engine would else join all pairs of all meetings.
MATCH (o:Organisation)-[r:INVITED_TO|HOSTED_BY]-(m:Meeting)
WHERE ($organisation = '' OR o.code = $organisation) AND (r.attended IS NULL OR r.attended)
  AND m.held > date($year_ago) AND m.held <= date($as_of)
  AND (o.founded IS NULL OR o.founded <= date($as_of)) AND (o.ended IS NULL OR o.ended > date($as_of))
MATCH (m)-[y:INVITED_TO|HOSTED_BY]-(q:Organisation)
WHERE q.code <> o.code AND ($organisation = o.code OR o.code < q.code) AND (y.attended IS NULL OR y.attended)
  AND (q.founded IS NULL OR q.founded <= date($as_of)) AND (q.ended IS NULL OR q.ended > date($as_of))
RETURN DISTINCT CASE WHEN o.code < q.code THEN o.code ELSE q.code END AS a,
  CASE WHEN o.code < q.code THEN o.name ELSE q.name END AS a_name,
  CASE WHEN o.code < q.code THEN q.code ELSE o.code END AS b,
  CASE WHEN o.code < q.code THEN q.name ELSE o.name END AS b_name, m.code AS meeting, m.kind AS kind, m.held AS held
ORDER BY a, b, meeting
