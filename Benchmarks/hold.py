"""Measures 100,000 monitors at 60 s on this machine: the start of the scheduler, its memory and CPU, and the lateness of checks.
"""

import pathlib
import time

from rig import Rig

MONITORS, INTERVAL, SETTLE, WATCHED = 100_000, 60, 75, 120


def measure():
    with Rig(INTERVAL) as rig:
        yield f"start of the scheduler to all {MONITORS:,} monitors known: {rig.grow(MONITORS):.1f} s"
        time.sleep(SETTLE)
        seen = rig.watch(WATCHED)
        yield from seen.told(f"{MONITORS:,} monitors at {INTERVAL} s for {WATCHED} s")
        scheduler = rig.members["scheduler-1"]
        yield (
            f"the scheduler meanwhile: {seen.costs['scheduler-1'] / WATCHED * 100:.1f} % of a core, resident {resident(scheduler):.0f} MiB now, "
            f"{resident(scheduler, 'VmHWM'):.0f} MiB at most")


def resident(member, what="VmRSS"):
    """Returns the memory in MiB."""
    for line in pathlib.Path(f"/proc/{member.process.pid}/status").read_text().splitlines():
        if line.startswith(what + ":"):
            return int(line.split()[1]) / 1024
    return 0.0
