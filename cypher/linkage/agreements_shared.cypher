// description: The pairs of living organisations that are both party to one agreement active on a day, with the agreement; of one organisation where one is named. Many in a large region: name one there.
// description_zh: 截至某日，同为一份有效协议当事方的每对党组织及该协议；可只列某一党组织的。区域大时行数很多，请指定党组织。
// params: as_of:date, organisation:text?
// returns: a:text, a_name:text, b:text, b_name:text, agreement:text, title:text, kind:text, signed:date, starts:date, ends:date
MATCH (o:Organisation)-[:PARTY_TO]->(g:Agreement)
WHERE ($organisation = '' OR o.code = $organisation)
  AND g.status = 'active' AND (g.ends IS NULL OR g.ends >= date($as_of))
  AND (coalesce(g.starts, g.signed) IS NULL OR coalesce(g.starts, g.signed) <= date($as_of))
WITH DISTINCT g
MATCH (p:Organisation)-[:PARTY_TO]->(g)<-[:PARTY_TO]-(q:Organisation)
WHERE p.code < q.code AND ($organisation = '' OR p.code = $organisation OR q.code = $organisation)
  AND (p.founded IS NULL OR p.founded <= date($as_of)) AND (p.ended IS NULL OR p.ended > date($as_of))
  AND (q.founded IS NULL OR q.founded <= date($as_of)) AND (q.ended IS NULL OR q.ended > date($as_of))
RETURN p.code AS a, p.name AS a_name, q.code AS b, q.name AS b_name, g.code AS agreement, g.title AS title,
  g.kind AS kind, g.signed AS signed, g.starts AS starts, g.ends AS ends
ORDER BY a, b, agreement
