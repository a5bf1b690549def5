// description: The agreements that an organisation is party to, and with whom.
// description_zh: 某党组织参与的共建协议及对方组织。
// params: organisation:text
// returns: code:text, title:text, kind:text, status:text, signed:date, starts:date, ends:date, side:text, responded:date, partner:text, partner_name:text
MATCH (o:Organisation {code: $organisation})-[s:PARTY_TO]->(a:Agreement)
OPTIONAL MATCH (q:Organisation)-[:PARTY_TO]->(a)
WHERE q.code <> $organisation
RETURN a.code AS code, a.title AS title, a.kind AS kind, a.status AS status, a.signed AS signed, a.starts AS starts,
  a.ends AS ends, s.side AS side, s.responded AS responded, q.code AS partner, q.name AS partner_name
ORDER BY code, partner
