// description: Every figure reported up to a day, with its place, that place's population, the value, unit and source.
// description_zh: 截至某日的每个上报数字：地点、该地点常住人口、指标、截止日期、数值、单位、出处。
// params: as_of:date
// returns: code:text, place:text, indicator:text, reported_as_of:date, value:float, unit:text, source:text, population:int
// people: population
MATCH (f:Figure)-[:REPORTED_FOR]->(p:Place)
WHERE f.as_of <= date($as_of)
RETURN f.code AS code, p.code AS place, f.indicator AS indicator, f.as_of AS reported_as_of, f.value AS value,
  f.unit AS unit, f.source AS source, p.population AS population
ORDER BY code
