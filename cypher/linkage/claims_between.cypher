// description: The pairs of living organisations of which one has claimed the other's listing by a day, with the listing and who claimed it; of one organisation where one is named.
// description_zh: 截至某日，一方认领了另一方清单的每对党组织，以及该清单和认领方；可只列某一党组织的。
// params: as_of:date, organisation:text?
// returns: a:text, a_name:text, b:text, b_name:text, listing:text, title:text, kind:text, claimed_by:text, claimed:date, done:date
// What was done after the day is not known on it.
MATCH (x:Organisation)-[k:CLAIMS]->(l:Listing)<-[:LISTS]-(w:Organisation)
WHERE x.code <> w.code AND ($organisation = '' OR x.code = $organisation OR w.code = $organisation)
  AND (k.claimed IS NULL OR k.claimed <= date($as_of))
  AND (x.founded IS NULL OR x.founded <= date($as_of)) AND (x.ended IS NULL OR x.ended > date($as_of))
  AND (w.founded IS NULL OR w.founded <= date($as_of)) AND (w.ended IS NULL OR w.ended > date($as_of))
RETURN CASE WHEN x.code < w.code THEN x.code ELSE w.code END AS a,
  CASE WHEN x.code < w.code THEN x.name ELSE w.name END AS a_name,
  CASE WHEN x.code < w.code THEN w.code ELSE x.code END AS b,
  CASE WHEN x.code < w.code THEN w.name ELSE x.name END AS b_name,
  l.code AS listing, l.title AS title, l.kind AS kind, x.code AS claimed_by, k.claimed AS claimed,
  CASE WHEN k.done <= date($as_of) THEN k.done END AS done
ORDER BY a, b, listing, claimed_by
