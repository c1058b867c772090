"""What simulated reports say: a title, an address and a sentence in the citizens' own manner."""

from random import Random

from pipelines.city import Category, Cell

EVENT_WORDS = (
    "{place}附近{what}，影响居民出行，希望尽快处理。",
    "居民反映{place}一带{what}，已有{days}天，请相关部门到现场看一下。",
    "{place}门口{what}，早晚高峰尤其明显。",
    "{place}旁边有{what}的情况，多次劝说没有改善。",
    "路过{place}时发现{what}，请安排人员处置。",
    "{place}又出现{what}，上次处理后没有彻底解决。",
)
PART_WORDS = (
    "{place}附近的{what}损坏，存在安全隐患。",
    "{place}一处{what}缺失，请尽快修复。",
    "{place}的{what}松动，车辆经过时有响声。",
    "居民反映{place}{what}破损，夜间看不清。",
    "{place}{what}倾斜，怕伤到行人。",
)
SPOTS = (
    "小区北门",
    "公交站旁",
    "学校对面",
    "菜市场口",
    "路口东南角",
    "便道上",
    "停车场入口",
    "桥下",
    "小广场",
    "医院西侧",
)
REASONS = {
    "reject": ("不属于受理范围，已告知向物业反映", "情况不明确，多次联系未果", "已转其他渠道办理"),
    "void": ("现场核实无此问题", "重复立案"),
    "return": ("权属不在本单位", "应由属地街镇处置", "属于产权单位职责"),
    "extend": ("需采购备件", "连续降雨无法施工", "需与产权单位协调"),
    "suspend": ("待拆迁后处置", "待季节适宜补种", "需列入专项工程"),
    "fail": ("现场仍有残留", "修复不彻底"),
    "reopen": ("市民反映问题再次出现", "市民对处理结果不认可"),
}
ANSWERS = (
    "已当场解答政策与办理流程",
    "已告知办理地点与所需材料",
    "已联系物业现场处理完毕",
    "已说明施工计划与完工时间",
)


def address(cell: Cell, zone_name: str, roads: tuple[str, ...], rng: Random) -> str:
    """Where it is, in words."""
    road = roads[rng.randrange(len(roads))] if roads else cell.name
    number = f"{rng.randrange(1, 320)}号" if roads else ""
    place = zone_name if roads else ""
    return f"{place}{road}{number}{SPOTS[rng.randrange(len(SPOTS))]}"


def description(category: Category, place: str, rng: Random) -> str:
    """What the reporter says."""
    words = EVENT_WORDS if category.kind == "event" else PART_WORDS
    sentence = words[rng.randrange(len(words))]
    return sentence.format(place=place, what=category.name, days=rng.randrange(2, 9))


def reason(kind: str, rng: Random) -> str:
    """Why an act is asked for or done."""
    words = REASONS[kind]
    return words[rng.randrange(len(words))]
