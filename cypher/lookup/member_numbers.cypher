// description: How many members the organisations based in each place have, by gender, age band and schooling, and of how many it is not known.
// description_zh: 每个地点的党组织共有多少党员，按性别、年龄段、学历分，以及各项不详的人数。
// params:
// returns: place:text, members:int, women:int, gender_unknown:int, age_35_down:int, age_36_45:int, age_46_59:int, age_60_up:int, age_unknown:int, college_up:int, education_unknown:int
// people: members, women, gender_unknown, age_35_down, age_36_45, age_46_59, age_60_up, age_unknown, college_up, education_unknown
MATCH (m:Member)-[:MEMBER_OF]->(o:Organisation)
OPTIONAL MATCH (o)-[:BASED_IN]->(p:Place)
RETURN p.code AS place, count(m.code) AS members,
  count(CASE WHEN m.gender = 'female' THEN 1 END) AS women,
  count(CASE WHEN m.gender IS NULL THEN 1 END) AS gender_unknown,
  count(CASE WHEN m.age_band = '35_down' THEN 1 END) AS age_35_down,
  count(CASE WHEN m.age_band = '36_45' THEN 1 END) AS age_36_45,
  count(CASE WHEN m.age_band = '46_59' THEN 1 END) AS age_46_59,
  count(CASE WHEN m.age_band = '60_up' THEN 1 END) AS age_60_up,
  count(CASE WHEN m.age_band IS NULL THEN 1 END) AS age_unknown,
  count(CASE WHEN m.education IN ['university_up', 'college'] THEN 1 END) AS college_up,
  count(CASE WHEN m.education IS NULL THEN 1 END) AS education_unknown
ORDER BY place
