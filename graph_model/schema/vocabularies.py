"""Which words may stand in a column, in code and in Chinese?

One enumeration a vocabulary; the value is the code that is stored. Other spellings of a word are the loaders' business.
"""

from __future__ import annotations

from enum import StrEnum


class Vocabulary(StrEnum):
    """A closed list of words; ``zh`` is the word a sheet uses, the value is the code that is stored."""

    zh: str

    def __new__(cls, code: str, zh: str) -> Vocabulary:
        word = str.__new__(cls, code)
        word._value_ = code
        word.zh = zh
        return word


class PlaceKind(Vocabulary):
    SUBDISTRICT = "subdistrict", "街道"
    AREA = "area", "片区"
    COMMUNITY = "community", "社区"
    GRID = "grid", "网格"
    COMPOUND = "compound", "小区"
    BLOCK = "block", "楼栋"
    BUILDING = "building", "商务楼宇"
    PARK = "park", "园区"
    MARKET = "market", "商圈市场"
    DISTRICT = "district", "区县"
    CITY = "city", "市"
    PROVINCE = "province", "省"


class CommunityType(Vocabulary):
    CONVERTED_VILLAGE = "converted_village", "村改居"
    URBAN = "urban", "城市"


class OrganisationLevel(Vocabulary):
    WORKING_COMMITTEE = "working_committee", "工委"
    COMMITTEE = "committee", "党委"
    GENERAL_BRANCH = "general_branch", "党总支"
    BRANCH = "branch", "党支部"
    GROUP = "group", "党小组"


class OrganisationForm(Vocabulary):
    SINGLE = "single", "单独"
    JOINT = "joint", "联合"
    FUNCTIONAL = "functional", "功能型"


class Domain(Vocabulary):
    COMMUNITY = "community", "社区"
    ENTERPRISE = "enterprise", "企业"
    PARK = "park", "园区"
    BUILDING = "building", "楼宇"
    SOCIAL = "social", "社会组织"
    AGENCY = "agency", "机关"
    INSTITUTION = "institution", "事业单位"
    SCHOOL = "school", "学校"
    RETIRED = "retired", "离退休"
    NEIGHBOURHOOD = "neighbourhood", "网格小区"
    FLOATING = "floating", "流动"
    OTHER = "other", "其他"


class SecretaryStatus(Vocabulary):
    FILLED = "filled", "在任"
    VACANT = "vacant", "空缺"
    CONCURRENT = "concurrent", "兼任"


class UnitKind(Vocabulary):
    PRIVATE_ENTERPRISE = "private_enterprise", "非公企业"
    STATE_ENTERPRISE = "state_enterprise", "国有企业"
    SOLE_TRADER = "sole_trader", "个体工商户"
    SOCIAL_ORGANISATION = "social_organisation", "社会组织"
    AGENCY = "agency", "机关"
    INSTITUTION = "institution", "事业单位"
    SCHOOL = "school", "学校"
    HOSPITAL = "hospital", "医院"
    PROPERTY_MANAGER = "property_manager", "物业公司"
    OWNERS_COMMITTEE = "owners_committee", "业委会"
    COOPERATIVE = "cooperative", "合作社"


class UnitStatus(Vocabulary):
    OPERATING = "operating", "在营"
    SUSPENDED = "suspended", "停业"
    CLOSED = "closed", "注销"


class NoOrganisationReason(Vocabulary):
    TOO_FEW_MEMBERS = "too_few_members", "党员不足"
    MEMBERSHIP_ELSEWHERE = "membership_elsewhere", "组织关系不转"
    HIGH_TURNOVER = "high_turnover", "流动性大"
    UNSTABLE_BUSINESS = "unstable_business", "经营不稳"
    OWNER_UNWILLING = "owner_unwilling", "负责人不愿"
    NO_SECRETARY = "no_secretary", "无合适书记"
    OTHER = "other", "其他"


class CoverageMode(Vocabulary):
    OWN = "own", "单建"
    JOINT = "joint", "联建"
    INSTRUCTOR = "instructor", "指导员"
    LIAISON = "liaison", "联络员"


class CommitteeTier(Vocabulary):
    SUBDISTRICT_COMMITTEE = "subdistrict_committee", "大党工委"
    AREA_COMMITTEE = "area_committee", "片区联合党委"
    COMMUNITY_COMMITTEE = "community_committee", "社区联合党委"
    JOINT_MEETING = "joint_meeting", "联席会议"


class SeatRole(Vocabulary):
    CHAIR = "chair", "书记"
    DEPUTY = "deputy", "副书记"
    FULL = "full", "委员"
    PART_TIME = "part_time", "兼职委员"
    OBSERVER = "observer", "列席"


class AgreementKind(Vocabulary):
    PAIRING = "pairing", "结对"
    CO_BUILDING = "co_building", "签约共建"
    THINK_TANK = "think_tank", "智库共建"
    PROJECT = "project", "项目"


class AgreementStatus(Vocabulary):
    PLANNED = "planned", "拟签"
    ACTIVE = "active", "履行中"
    COMPLETED = "completed", "完成"
    CANCELLED = "cancelled", "中止"


class PartySide(Vocabulary):
    INITIATOR = "initiator", "发起"
    RESPONDENT = "respondent", "响应"


class ListingKind(Vocabulary):
    RESOURCE = "resource", "资源"
    NEED = "need", "需求"
    SERVICE = "service", "服务"
    PROJECT = "project", "项目"


class ListingCategory(Vocabulary):
    PARTY_WORK = "party_work", "党建工作"
    DEVELOPMENT = "development", "社区发展"
    GOVERNANCE = "governance", "社会治理"
    SANITATION = "sanitation", "环境卫生"
    VOLUNTEERS = "volunteers", "志愿队伍"
    CULTURE = "culture", "文体活动"


class MeetingKind(Vocabulary):
    PLENARY = "plenary", "全体会议"
    JOINT = "joint", "联席会"
    THEME_DAY = "theme_day", "主题党日"
    LECTURE = "lecture", "党课"
    ORGANISATION_LIFE = "organisation_life", "组织生活会"
    ACTIVITY = "activity", "共建活动"
    INSPECTION = "inspection", "督查"


class AgeBand(Vocabulary):
    UNDER_36 = "35_down", "35岁及以下"
    FROM_36 = "36_45", "36至45岁"
    FROM_46 = "46_59", "46至59岁"
    FROM_60 = "60_up", "60岁及以上"


class Gender(Vocabulary):
    MALE = "male", "男"
    FEMALE = "female", "女"


class Education(Vocabulary):
    UNIVERSITY_UP = "university_up", "大学以上"
    COLLEGE = "college", "大专"
    SECONDARY = "secondary", "中专"
    HIGH_SCHOOL = "high_school", "高中"
    JUNIOR_DOWN = "junior_down", "初中及以下"


class CaseMeasure(Vocabulary):
    TASK_FORCE = "task_force", "工作组"
    SIT_IN = "sit_in", "列席"
    CROSS_POSTING = "cross_posting", "跨居任职"
    REASSIGNMENT = "reassignment", "干部调配"
    FIRST_SECRETARY = "first_secretary", "第一书记"


VOCABULARIES: dict[str, type[Vocabulary]] = {
    "place_kind": PlaceKind,
    "community_type": CommunityType,
    "organisation_level": OrganisationLevel,
    "organisation_form": OrganisationForm,
    "domain": Domain,
    "secretary_status": SecretaryStatus,
    "unit_kind": UnitKind,
    "unit_status": UnitStatus,
    "no_organisation_reason": NoOrganisationReason,
    "coverage_mode": CoverageMode,
    "committee_tier": CommitteeTier,
    "seat_role": SeatRole,
    "agreement_kind": AgreementKind,
    "agreement_status": AgreementStatus,
    "party_side": PartySide,
    "listing_kind": ListingKind,
    "listing_category": ListingCategory,
    "meeting_kind": MeetingKind,
    "age_band": AgeBand,
    "gender": Gender,
    "education": Education,
    "case_measure": CaseMeasure,
}
"""Every vocabulary by its public name."""
