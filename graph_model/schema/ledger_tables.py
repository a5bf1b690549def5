"""Which sheets does a ledger have, and which columns has each?

The seventeen tables of the data contract, and the boundaries a map file brings. What becomes a node or a relationship
is said in ``graph``; how cells are spelled is the loaders' business.
"""

from __future__ import annotations

from graph_model.schema.columns import day, integer, number, reference, text, word, yes_no
from graph_model.schema.contracts import dy
from graph_model.schema.vocabularies import (
    AgeBand,
    AgreementKind,
    AgreementStatus,
    CaseMeasure,
    CommitteeTier,
    CommunityType,
    CoverageMode,
    Domain,
    Education,
    Gender,
    ListingCategory,
    ListingKind,
    MeetingKind,
    NoOrganisationReason,
    OrganisationForm,
    OrganisationLevel,
    PartySide,
    PlaceKind,
    SeatRole,
    SecretaryStatus,
    UnitKind,
    UnitStatus,
)


class Places(dy.Schema):
    """1: provinces down to blocks, and the buildings, parks and markets among them."""

    code = text("code", "地点编码", key=True)
    name = text("name", "地点名称", required=True)
    kind = word("kind", "地点类别", PlaceKind, required=True)
    community_type = word("community_type", "社区类型", CommunityType)
    parent = reference("parent", "上级编码", "places")
    households = integer("households", "户数", unit="households")
    population = integer("population", "常住人口", unit="people")
    workers = integer("workers", "专职工作者", unit="people")
    assistants = integer("assistants", "书记助理", unit="people")
    work_funds = number("work_funds", "工作经费", unit="yuan")
    service_funds = number("service_funds", "服务群众经费", unit="yuan")
    service_area = number("service_area", "服务设施面积", unit="m2")
    lon = number("lon", "经度", least=-180.0, most=180.0, unit="degree")
    lat = number("lat", "纬度", least=-90.0, most=90.0, unit="degree")


class Organisations(dy.Schema):
    """2: party organisations, from the working committee to the group."""

    code = text("code", "组织编码", key=True)
    name = text("name", "组织名称", required=True)
    level = word("level", "组织类别", OrganisationLevel, required=True)
    form = word("form", "组建方式", OrganisationForm)
    domain = word("domain", "领域", Domain, required=True)
    two_new = yes_no("two_new", "两新")
    superior = reference("superior", "上级组织", "organisations")
    place = reference("place", "所在地点", "places")
    founded = day("founded", "成立日期")
    term_ends = day("term_ends", "届满日期")
    ended = day("ended", "撤销日期")
    secretary = word("secretary", "书记状态", SecretaryStatus)
    has_venue = yes_no("has_venue", "活动场所")
    full_members = integer("full_members", "正式党员", unit="people")
    probationary_members = integer("probationary_members", "预备党员", unit="people")
    women = integer("women", "女党员", unit="people")
    age_45_down = integer("age_45_down", "45岁及以下", unit="people")
    age_46_59 = integer("age_46_59", "46至59岁", unit="people")
    age_60_up = integer("age_60_up", "60岁及以上", unit="people")
    college_up = integer("college_up", "大专及以上", unit="people")


class Units(dy.Schema):
    """3: resident units: firms, schools, clinics and their kind."""

    code = text("code", "单位编码", key=True)
    name = text("name", "单位名称", required=True)
    kind = word("kind", "单位类别", UnitKind, required=True)
    sector = text("sector", "行业")
    place = reference("place", "所在地点", "places")
    status = word("status", "经营状态", UnitStatus)
    above_scale = yes_no("above_scale", "规模以上")
    staff = integer("staff", "职工数", unit="people")
    members = integer("members", "党员数", unit="people")
    members_elsewhere = integer("members_elsewhere", "组织关系在外党员数", unit="people")
    has_union = yes_no("has_union", "工会")
    reason = word("reason", "未建原因", NoOrganisationReason)
    founded = day("founded", "成立日期")


class Coverage(dy.Schema):
    """4: which organisation covers which unit, and how."""

    organisation = reference("organisation", "组织编码", "organisations", key=True)
    unit = reference("unit", "单位编码", "units", key=True)
    mode = word("mode", "覆盖方式", CoverageMode, required=True)
    since = day("since", "起始日期")
    until = day("until", "截止日期")


class Responsibility(dy.Schema):
    """5: which grid, compound, block or building an organisation answers for."""

    organisation = reference("organisation", "组织编码", "organisations", key=True)
    place = reference("place", "地点编码", "places", key=True)
    since = day("since", "起始日期")
    until = day("until", "截止日期")


class Committees(dy.Schema):
    """6: joint committees and joint meetings."""

    code = text("code", "编码", key=True)
    name = text("name", "名称", required=True)
    tier = word("tier", "层级", CommitteeTier, required=True)
    place = reference("place", "地点编码", "places", required=True)
    lead = reference("lead", "牵头组织", "organisations")
    founded = day("founded", "成立日期")
    plaque_on = day("plaque_on", "授牌日期")
    ended = day("ended", "撤销日期")
    contact_post = text("contact_post", "联系领导职务")
    last_contact = day("last_contact", "最近联系日期")


class Seats(dy.Schema):
    """7: who sits on a joint committee, and as what."""

    committee = reference("committee", "联席编码", "committees", key=True)
    organisation = reference("organisation", "组织编码", "organisations", key=True)
    role = word("role", "职责", SeatRole, required=True)
    since = day("since", "起始日期")
    until = day("until", "截止日期")


class Agreements(dy.Schema):
    """8: co-building agreements."""

    code = text("code", "协议编码", key=True)
    title = text("title", "名称", required=True)
    kind = word("kind", "类别", AgreementKind, required=True)
    signed = day("signed", "签订日期")
    starts = day("starts", "起始日期")
    ends = day("ends", "截止日期")
    status = word("status", "状态", AgreementStatus)


class Parties(dy.Schema):
    """9: who is party to an agreement."""

    agreement = reference("agreement", "协议编码", "agreements", key=True)
    organisation = reference("organisation", "组织编码", "organisations", key=True)
    side = word("side", "角色", PartySide)
    responded = day("responded", "响应日期")


class Listings(dy.Schema):
    """10: the three lists: resources, needs, services (and projects)."""

    code = text("code", "编码", key=True)
    kind = word("kind", "清单类别", ListingKind, required=True)
    organisation = reference("organisation", "组织编码", "organisations", required=True)
    category = word("category", "六联类别", ListingCategory)
    title = text("title", "内容", required=True)
    quantity = number("quantity", "数量")
    posted = day("posted", "发布日期")
    closes = day("closes", "截止日期")


class Claims(dy.Schema):
    """11: who claimed a listing, and what answers it."""

    listing = reference("listing", "清单编码", "listings", key=True)
    organisation = reference("organisation", "组织编码", "organisations", key=True)
    claimed = day("claimed", "认领日期")
    done = day("done", "完成日期")
    counterpart = reference("counterpart", "对应清单", "listings")


class Meetings(dy.Schema):
    """12: meetings and activities."""

    code = text("code", "编码", key=True)
    kind = word("kind", "类别", MeetingKind, required=True)
    held = day("held", "日期", required=True)
    committee = reference("committee", "联席编码", "committees")
    agreement = reference("agreement", "协议编码", "agreements")
    host = reference("host", "主办组织", "organisations")


class Attendance(dy.Schema):
    """13: who was invited to a meeting and whether they came."""

    meeting = reference("meeting", "会议编码", "meetings", key=True)
    organisation = reference("organisation", "组织编码", "organisations", key=True)
    attended = yes_no("attended", "出席", required=True)
    reason = text("reason", "缺席原因")


class Members(dy.Schema):
    """14: members, as salted pseudonyms and bands only."""

    code = text("code", "党员编号", key=True)
    organisation = reference("organisation", "组织编码", "organisations", required=True)
    work_unit = reference("work_unit", "工作单位", "units")
    residence = reference("residence", "居住地点", "places")
    reported_to = reference("reported_to", "报到组织", "organisations")
    age_band = word("age_band", "年龄段", AgeBand)
    gender = word("gender", "性别", Gender)
    education = word("education", "学历", Education)
    full = yes_no("full", "转正")
    joined_year = integer("joined_year", "入党年份", least=1921, most=2100, unit="year")


class Teams(dy.Schema):
    """15: the elected teams of a community, in numbers."""

    place = reference("place", "地点编码", "places", key=True)
    term = integer("term", "换届年份", key=True, least=1949, most=2100, unit="year")
    elected = integer("elected", "当选人数", unit="people")
    party = integer("party", "党组织成员", unit="people")
    residents = integer("residents", "居委会成员", unit="people")
    both = integer("both", "交叉任职", unit="people")
    one_shoulder = yes_no("one_shoulder", "书记主任一人兼")
    women = integer("women", "女委员", unit="people")
    mean_age = number("mean_age", "平均年龄", least=16.0, most=120.0, unit="year")
    age_35_down = integer("35_down", "35岁及以下", unit="people")
    age_36_45 = integer("36_45", "36至45岁", unit="people")
    age_46_59 = integer("46_59", "46至59岁", unit="people")
    age_60_up = integer("60_up", "60岁及以上", unit="people")
    university_up = integer("university_up", "大学以上", unit="people")
    college = integer("college", "大专", unit="people")
    secondary = integer("secondary", "中专", unit="people")
    high_school = integer("high_school", "高中", unit="people")
    junior_down = integer("junior_down", "初中及以下", unit="people")


class Cases(dy.Schema):
    """16: communities under rectification, by a person's recorded judgement."""

    code = text("code", "编码", key=True)
    place = reference("place", "地点编码", "places", required=True)
    opened = day("opened", "认定日期", required=True)
    category = text("category", "认定类别")
    measure = word("measure", "整顿措施", CaseMeasure)
    lead_post = text("lead_post", "包联领导职务")
    closed = day("closed", "销号日期")


class Figures(dy.Schema):
    """17: figures as they were reported, for the self-audit."""

    place = reference("place", "地点编码", "places", key=True)
    indicator = text("indicator", "指标", key=True)
    as_of = day("as_of", "截止日期", key=True)
    value = number("value", "数值", required=True)
    unit = text("unit", "单位")
    source = text("source", "出处")


class Boundaries(dy.Schema):
    """The outline of a place as GeoJSON geometry (WGS-84); brought by a map file, never by a sheet."""

    place = reference("place", "地点编码", "places", key=True)
    geometry = text("geometry", "边界", required=True)
