// description: Every community with its households, staff, funds and service area, the living joint committees that serve it and its open cases on a day.
// description_zh: 截至某日，每个社区的户数、专职工作者、书记助理、经费和服务设施面积，服务它的在册联席组织数，以及未销号的整顿记录数。
// params: as_of:date
// returns: code:text, name:text, community_type:text, households:int, population:int, workers:int, assistants:int, work_funds:float, service_funds:float, service_area:float, committees:int, open_cases:int
// people: population
MATCH (p:Place)
WHERE p.kind = 'community'
RETURN p.code AS code, p.name AS name, p.community_type AS community_type, p.households AS households,
  p.population AS population, p.workers AS workers, p.assistants AS assistants, p.work_funds AS work_funds,
  p.service_funds AS service_funds, p.service_area AS service_area,
  COUNT { MATCH (c:Committee)-[:SERVES]->(p)
    WHERE (c.founded IS NULL OR c.founded <= date($as_of)) AND (c.ended IS NULL OR c.ended > date($as_of)) } AS committees,
  COUNT { MATCH (k:`Case`)-[:ABOUT]->(p)
    WHERE k.opened <= date($as_of) AND (k.closed IS NULL OR k.closed > date($as_of)) } AS open_cases
ORDER BY code
