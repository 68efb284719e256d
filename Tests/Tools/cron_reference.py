"""Prints runs of cron schedules according to cronsim, the library that Healthchecks uses: one JSON object per line, for
CronReferenceTests.

    cron_reference.py SEED COUNT

Each object has an expression, a time zone, an instant, and the first runs after it in milliseconds since the epoch. Expressions
and instants are random; most instants are close to a clock change. If a clock change skips midnight or half an hour, cronsim
loses or adds runs of schedules that start with `*`. For those, every minute is tested.
"""

import bisect
import json
import random
import sys
import zoneinfo
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

UTC = timezone.utc
ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Havana", "Africa/Casablanca",
         "Pacific/Apia", "America/St_Johns", "Africa/Cairo", "America/Santiago", "Pacific/Chatham"]
BY_THE_MINUTE = {"Australia/Lord_Howe", "America/Havana", "Africa/Cairo", "America/Santiago"}
FIRST, LAST = datetime(2024, 1, 1, tzinfo=UTC), datetime(2027, 12, 1, tzinfo=UTC)
RUNS = 5
FIELDS = [(0, 59, []), (0, 23, []), (1, 31, []), (1, 12, "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()),
          (0, 7, "SUN MON TUE WED THU FRI SAT".split())]


def changes_of(zone):
    """Returns the minutes at which the zone's clocks change."""
    found, step = [], timedelta(hours=6)
    at = FIRST
    while at < LAST:
        if (at + step).astimezone(zone).utcoffset() != at.astimezone(zone).utcoffset():
            minutes = range(1, int(step.total_seconds() // 60) + 1)
            before = at.astimezone(zone).utcoffset()
            index = bisect.bisect_left(minutes, True, key=lambda n: (at + timedelta(minutes=n)).astimezone(zone).utcoffset() != before)
            found.append(at + timedelta(minutes=minutes[index]))
        at += step
    return found


def number(pick, low, high, names):
    value = pick.randint(low, high)
    return pick.choice([names[value - low], names[value - low].lower()]) if names and value - low < len(names) and pick.random() < 0.4 else str(value)


def item(pick, field):
    low, high, names = FIELDS[field]
    kind = pick.random()
    if kind < 0.45:
        return number(pick, low, high, names)
    if kind < 0.6:
        return f"*/{pick.randint(1, high)}"
    first = pick.randint(low, high - 1)
    if kind < 0.65:
        return f"{first}/{pick.randint(1, high)}"
    last = pick.randint(first + 1, high)
    if field == 2 and kind < 0.75:
        return pick.choice(["L", "LW"])
    if field == 4 and kind < 0.85:
        return f"{number(pick, low, high, names)}#{pick.randint(1, 5)}" if kind < 0.75 else f"{first}L"
    step = f"/{pick.randint(1, high)}" if kind > 0.85 else ""
    if names and kind < 0.95 and last - low < len(names):
        return f"{names[first - low]}-{names[last - low]}{step}"
    return f"{first}-{last}{step}"


def expression(pick):
    # Makes the minutes and hours of clock changes frequent enough.
    fields = ["*" if pick.random() < chance else ",".join(item(pick, field) for _ in range(pick.choice([1, 1, 1, 2, 3])))
              for field, chance in enumerate([0.2, 0.3, 0.5, 0.6, 0.5])]
    if pick.random() < 0.3:
        fields[1] = pick.choice(["0", "1", "2", "2,3", "1-3", "23", "0,23"])
    return " ".join(fields)


def by_cronsim(text, zone, start):
    runs = []
    # At the second of two equal hours, cronsim starts with runs of the first. A run in a skipped hour happens once after it.
    for run in CronSim(text, start.astimezone(zone)):
        run = run.astimezone(UTC)
        if run > (runs[-1] if runs else start):
            runs.append(run)
        if len(runs) == RUNS:
            return runs
    return runs


def by_the_minute(text, zone, start):
    cron = CronSim(text, start)
    runs, at = [], start.replace(second=0, microsecond=0)
    while len(runs) < RUNS:
        at += timedelta(minutes=1)
        local = at.astimezone(zone)
        if local.minute in cron.minutes and local.hour in cron.hours and local.month in cron.months and cron.match_day(local.date()):
            runs.append(at)
        elif at - start > timedelta(days=40):
            return None
    return runs


def main():
    zoneinfo.reset_tzpath(to=[])  # uses the package tzdata, regardless of the system's
    pick = random.Random(int(sys.argv[1]))
    zones = [(name, zone, changes_of(zone)) for name in ZONES for zone in [ZoneInfo(name)]]
    printed = 0
    while printed < int(sys.argv[2]):
        name, zone, changes = pick.choice(zones)
        if changes and pick.random() < 0.8:
            start = pick.choice(changes) + timedelta(seconds=pick.randint(-86_400, 10_800))
        else:
            start = FIRST + timedelta(seconds=pick.randint(0, int((LAST - FIRST).total_seconds())))
        text = expression(pick)
        stars = any(field.startswith("*") for field in text.split()[:2])
        try:
            runs = (by_the_minute if stars and name in BY_THE_MINUTE else by_cronsim)(text, zone, start)
        except CronSimError:  # a day that none of its months has
            continue
        if runs is None or len(runs) < RUNS:
            continue
        print(json.dumps({"text": text, "zone": name, "start": round(start.timestamp() * 1_000),
                          "runs": [round(run.timestamp() * 1_000) for run in runs]}))
        printed += 1


main()
