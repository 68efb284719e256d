"""Compares the real states of the targets with the stored results, incidents and alerts."""

import collections
import dataclasses

# The timeout of an attempt; and a tolerance for the start of a check in its slot and for the measurement.
TIMEOUT, SLACK = 1.5, 1.0
MASK = (1 << 64) - 1


def splitmix64(value):
    value = (value + 0x9E3779B97F4A7C15) & MASK
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & MASK
    return value ^ (value >> 31)


@dataclasses.dataclass
class Watched:
    """One monitor of the drill: its target, locations and interval."""
    id: int
    target: int
    interval: int  # ms
    locations: list
    quorum: int

    @property
    def offset(self):
        return splitmix64(self.id) % self.interval

    def slots(self, start, end):
        """Returns the slots (ms) from `start` to `end`."""
        first = self.offset + -(-(start - self.offset) // self.interval) * self.interval
        return range(first, end, self.interval)

    def shift(self, slot):
        """Returns by how many milliseconds a slot is off the grid: one per clock setback before it."""
        return (slot - self.offset) % self.interval


@dataclasses.dataclass
class Result:
    """One stored result; instants in milliseconds."""
    monitor: int
    location: str
    slot: int
    started_at: int
    finished_at: int
    attempts: int

    @property
    def overrun(self):
        """How many seconds the check took longer than the timeouts of its attempts."""
        return (self.finished_at - self.started_at) / 1000 - self.attempts * TIMEOUT


class Verdict:
    def __init__(self, windows, start, end):
        self.windows = windows
        self.start, self.end = start, end
        self.rows = []
        self.faults = []

    def note(self, name, value, fault=None):
        self.rows.append((name, value))
        if fault:
            self.faults.append(f"{name}: {fault}")

    def blind_for(self, watched, start, end):
        """Returns how long no check of the monitor could run between `start` and `end`."""
        spans = sorted(
            (max(window.start, start), min(window.end, end)) for window in self.windows
            if window.location is None or window.location in watched.locations)
        total, reached = 0, start
        for begin, stop in spans:
            if stop > max(begin, reached):
                total += stop - max(begin, reached)
                reached = stop
        return total

    def shift(self, slot):
        """Returns by how many milliseconds the grid is shifted at an instant (ms). None while a clock setback is in progress."""
        clocks = [window for window in self.windows if window.lead]
        if any(window.start <= slot / 1000 <= window.end for window in clocks):
            return None
        return sum(window.end < slot / 1000 for window in clocks)

    def slots(self, monitors, results):
        """Verifies that every slot has exactly one result, except those in a window of the location and those due during a
        running check."""
        stored = collections.defaultdict(dict)
        off_grid = collections.Counter()
        for result in results:
            stored[result.monitor, result.location][result.slot] = result
        missing, excused, expected = [], 0, 0
        for watched in monitors:
            for location in watched.locations:
                due = set(watched.slots(int(self.start * 1000), int(self.end * 1000)))
                have = stored[watched.id, location]
                expected += len(due)
                longest = (2 * TIMEOUT + SLACK) * 1000
                held = [r for r in have.values() if r.finished_at - r.slot > watched.interval]
                for slot in due:
                    at = slot / 1000
                    if slot + (self.shift(slot) or 0) in have:
                        continue
                    if any(r.slot < slot <= r.finished_at <= r.slot + longest for r in held):
                        continue
                    if any(w.start <= at <= w.end and w.location in (None, location) for w in self.windows):
                        excused += 1
                    else:
                        missing.append((watched.id, location, round(at - self.start, 1)))
                off_grid[watched.id, location] += sum(self.shift(slot) not in (None, watched.shift(slot)) for slot in have)
        self.note("slots due", expected)
        self.note("slots missing in a window", excused)
        self.note("slots missing otherwise", len(missing), f"{missing[:8]}" if missing else None)
        moved = {key: count for key, count in off_grid.items() if count > 1}
        self.note("slots off the grid, but the first", len(moved), f"{list(moved.items())[:5]}" if moved else None)
        return excused + len(missing)

    def durations(self, results):
        """Verifies that no check takes too long; during stalls of a runner, one timeout more is allowed."""
        overruns = sorted(result.overrun for result in results)
        long = [
            (result.monitor, result.location, round(result.started_at / 1000 - self.start, 1), round(result.overrun, 2))
            for result in results if result.overrun > TIMEOUT + SLACK and not any(
                w.start <= result.finished_at / 1000 and result.started_at / 1000 <= w.end and w.location in (None, result.location)
                for w in self.windows)]
        self.note("checks that outlasted their limits", len(long), f"{long[:8]}" if long else None)
        self.note("most beyond the time limits", f"{overruns[-1] * 1000:.0f} ms")

    def incidents(self, monitors, truth, incidents):
        """Verifies that each outage has exactly one incident that starts in time, and that each incident had an outage."""
        found = collections.defaultdict(list)
        for incident in incidents:
            found[incident["monitor"]].append(incident)
        outages, optional, late, wrong, claimed = 0, 0, [], [], set()
        delays = []
        for watched in monitors:
            for begin, end in truth[watched.target]:
                # With the clock ahead, it started or ended later.
                lead = max((w.lead for w in self.windows if w.start <= end and w.end >= begin), default=0)
                own = [i for i in found[watched.id] if begin - SLACK <= i["started_at"] <= end + SLACK + lead]
                claimed.update(i["id"] for i in own)
                blind = self.blind_for(watched, begin - watched.interval / 1000, end)
                bound = watched.interval / 1000 + TIMEOUT + blind + SLACK
                if end - begin <= bound:
                    optional += 1  # no check could have seen it
                    if len(own) > 1:
                        wrong.append((watched.id, len(own)))
                    continue
                outages += 1
                if len(own) != 1:
                    wrong.append((watched.id, f"{begin - self.start:.1f}-{end - self.start:.1f}", len(own)))
                elif own[0]["started_at"] - begin > bound:
                    late.append((watched.id, round(own[0]["started_at"] - begin, 1)))
                else:
                    delays.append(own[0]["started_at"] - begin)
        invented = [(i["monitor"], round(i["started_at"] - self.start, 1), i["message"]) for i in incidents if i["id"] not in claimed]
        self.note("outages that had to be seen", outages)
        self.note("outages in a window as long as themselves", optional)
        self.note("outages without exactly one incident", len(wrong), f"{wrong[:8]}" if wrong else None)
        self.note("incidents that began too late", len(late), f"{late[:8]}" if late else None)
        self.note("incidents without an outage", len(invented), f"{invented[:8]}" if invented else None)
        open_still = [i["id"] for i in incidents if i["resolved_at"] is None]
        self.note("incidents not resolved", len(open_still), f"{open_still[:8]}" if open_still else None)
        delays.sort()
        if delays:
            self.note("start of an incident after its outage's", f"median {delays[len(delays) // 2]:.2f} s, latest {delays[-1]:.2f} s")

    def alerts(self, incidents, alerts, notifier_faults):
        """Verifies that each incident was alerted once at its start and once at its end.
        A repeated alert has the same identity, and its first sending was in flight when a notifier or its database failed.
        """
        told = collections.defaultdict(list)
        for alert in alerts:
            told[alert["body"]["incident"]["id"], alert["body"]["event"]].append(alert)
        lost, doubled, repeats, unexplained = [], [], 0, []
        for incident in incidents:
            for event in ("incident.opened", "incident.resolved"):
                arrived = told[incident["id"], event]
                identities = {alert["delivery"] for alert in arrived}
                if not identities:
                    lost.append((incident["id"], event))
                if len(identities) > 1:
                    doubled.append((incident["id"], event))
                if len(arrived) > 1:
                    repeats += len(arrived) - 1
                    first = min(alert["at"] for alert in arrived)
                    if not any(start - 12 <= first <= end + 2 for start, end in notifier_faults):
                        unexplained.append((incident["id"], event, round(first - self.start, 1)))
        self.note("alerts due", 2 * len(incidents))
        self.note("alerts lost", len(lost), f"{lost[:8]}" if lost else None)
        self.note("alerts with two identities", len(doubled), f"{doubled[:8]}" if doubled else None)
        self.note("alerts repeated", repeats, f"without a cause: {unexplained[:8]}" if unexplained else None)

    def coverage(self, checked):
        """Compares coverage and downtime of some monitors in the API with their stored results."""
        wrong = [
            (monitor, f"measured {told:.1f} s, stored {stored:.1f} s")
            for monitor, told, stored, tolerance in checked if abs(told - stored) > tolerance]
        self.note("monitors whose measured time was compared", len(checked))
        self.note("monitors whose measured time differs", len(wrong), f"{wrong[:5]}" if wrong else None)

    def table(self):
        width = max(len(name) for name, _ in self.rows)
        return "\n".join(f"  {name:{width}}  {value}" for name, value in self.rows)
