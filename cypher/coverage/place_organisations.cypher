// description: Every community, grid, compound, block, building, park and market with the living organisations based in it and answering for it on a day.
// description_zh: 截至某日，每个社区、网格、小区、楼栋、楼宇、园区、商圈市场有几个在册党组织驻在，有几个党组织负责。
// params: as_of:date
// returns: code:text, name:text, kind:text, households:int, population:int, organisations:int, answering:int
// people: population
MATCH (p:Place)
WHERE p.kind IN ['community', 'grid', 'compound', 'block', 'building', 'park', 'market']
RETURN p.code AS code, p.name AS name, p.kind AS kind, p.households AS households, p.population AS population,
  COUNT { MATCH (b:Organisation)-[:BASED_IN]->(p)
    WHERE (b.founded IS NULL OR b.founded <= date($as_of)) AND (b.ended IS NULL OR b.ended > date($as_of)) } AS organisations,
  COUNT { MATCH (a:Organisation)-[r:ANSWERS_FOR]->(p)
    WHERE (a.founded IS NULL OR a.founded <= date($as_of)) AND (a.ended IS NULL OR a.ended > date($as_of))
      AND (r.since IS NULL OR r.since <= date($as_of)) AND (r.until IS NULL OR r.until >= date($as_of)) } AS answering
ORDER BY code
