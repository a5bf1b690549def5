// description: The elected team of every community and term, in numbers.
// description_zh: 每个社区历次换届的班子情况（人数）。
// params:
// returns: code:text, place:text, community_type:text, term:int, elected:int, party:int, residents:int, both:int, one_shoulder:bool, women:int, mean_age:float, age_35_down:int, age_36_45:int, age_46_59:int, age_60_up:int, university_up:int, college:int, secondary:int, high_school:int, junior_down:int
// people: elected, party, residents, both, women, age_35_down, age_36_45, age_46_59, age_60_up, university_up, college, secondary, high_school, junior_down
MATCH (t:Team)-[:TEAM_OF]->(p:Place)
RETURN t.code AS code, p.code AS place, p.community_type AS community_type, t.term AS term, t.elected AS elected,
  t.party AS party, t.residents AS residents, t.both AS both, t.one_shoulder AS one_shoulder, t.women AS women,
  t.mean_age AS mean_age, t.`35_down` AS age_35_down, t.`36_45` AS age_36_45, t.`46_59` AS age_46_59,
  t.`60_up` AS age_60_up, t.university_up AS university_up, t.college AS college, t.secondary AS secondary,
  t.high_school AS high_school, t.junior_down AS junior_down
ORDER BY code
