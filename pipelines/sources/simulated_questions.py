"""Questions of enterprises (双万双服): a register of its own, with its own evaluation."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from pipelines.event import Event
from pipelines.sources.simulated_story import Story
from pipelines.sources.simulated_world import World

TITLES = (
    "咨询企业设备更新贴息政策",
    "反映厂区门前道路大型车辆停放",
    "申请协调用电扩容",
    "咨询外贸企业出口退税进度",
    "反映员工通勤班车线路不足",
    "咨询高新技术企业认定材料",
    "申请协调园区污水管网接入",
    "咨询人才公寓申请条件",
)


def questions(world: World, day: date) -> Iterator[list[Event]]:
    """The events of every question asked on a day, however late they happen."""
    if not world.city.is_workday(day):
        return
    rng = world.rng(day, "questions")
    usual = world.dials.number("applications.questions_per_workday", 12)
    for number in range(round(usual * rng.uniform(0.7, 1.3))):
        yield _question(world, day, number)


def _question(world: World, day: date, number: int) -> list[Event]:
    subject = f"Q{day:%Y%m%d}-{number:03d}"
    rng = world.rng(subject)
    morning = datetime(day.year, day.month, day.day, tzinfo=world.city.timezone)
    start = (morning + timedelta(minutes=510 + int(rng.random() * 540))).astimezone(UTC)
    story = Story(world, subject, "simulated/enterprises", start, rng)
    story.category, story.cell = world.categories.draw(rng), world.cells.draw(rng)
    story.department = world.department_of(story.category, story.cell, rng)
    _ask(story)
    story.tell("case.filed", story.after(rng.uniform(300, 3000)), {}, story.desk("operator"))
    told = {"department": story.department}
    story.tell("case.dispatched", story.after(rng.uniform(60, 900)), told, story.desk("dispatcher"))
    story.tell(
        "case.accepted", story.awake(story.after(rng.uniform(900, 9000))), dict(told), story.crew()
    )
    share = rng.uniform(0.2, 0.95) if rng.random() > 0.06 else rng.uniform(1.05, 1.8)
    done = story.within(max(story.awake(story.limit(share)), story.after(1800)))
    story.tell("case.handled", done, dict(told), story.crew())
    _evaluate(story)
    return story.events


def _ask(story: Story) -> None:
    channels = story.world.ways.things
    data = {
        "channel": channels[min(3, len(channels) - 1)].code,
        "category": story.category.code,
        "title": TITLES[story.rng.randrange(len(TITLES))],
        "zone": story.cell.zone,
        "cell": story.cell.id,
        "reporter": f"enterprise-{story.rng.randrange(4000):04d}",
        "register": "enterprise",
    }
    story.tell("case.reported", story.start, data, {"kind": "human", "role": "reporter"})


def _evaluate(story: Story) -> None:
    rng, rates = story.rng, story.world.rates
    checked = story.awake(story.after(rng.uniform(1200, 20_000)))
    story.tell("case.checked", checked, {"result": "pass"}, story.desk("operator"))
    story.tell("case.closed", story.after(rng.uniform(300, 3600)), {}, story.desk("operator"))
    rated = {"satisfaction": rates.satisfaction.draw(rng)}
    story.tell("case.rated", story.after(rng.uniform(600, 9000)), rated, {"role": "reporter"})
    called = {
        "contacted": True,
        "resolved": rng.random() < rates.resolved,
        "satisfaction": rates.satisfaction.draw(rng),
    }
    later = story.awake(story.after(rng.uniform(3600, 90_000)))
    story.tell("case.called_back", later, called, story.desk("operator"))
