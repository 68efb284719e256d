"""The plan of a drill for targets and cluster: the same for the same seed, length and number of monitors."""

import dataclasses
import random

# Seconds without faults at the start and at the end.
WARM_UP, COOL_DOWN = 6, 12
# Seconds between the end of one fault and the next.
BREATH = 4


@dataclasses.dataclass
class Fault:
    at: float
    what: str
    subject: str
    seconds: float

    def __str__(self):
        return f"{self.at:6.1f} s  {self.what} {self.subject} for {self.seconds:.0f} s"


def faults(seed, length, away):
    """Returns consecutive faults that fill the length. Every kind occurs once before any is repeated."""
    chance = random.Random(f"faults {seed}")
    kinds = [
        lambda: ("kill", chance.choice(["runner-eu-1", "runner-eu-2"]), 3),
        lambda: ("freeze", chance.choice(["runner-eu-1", "runner-eu-2"]), 5),
        lambda: ("kill", "runner-us-1", 4),
        lambda: ("kill", "leader", 3),
        lambda: ("freeze", "leader", 9),
        lambda: ("kill", chance.choice(["notifier-1", "notifier-2"]), 2),
        lambda: ("freeze", chance.choice(["notifier-1", "notifier-2"]), 4),
        lambda: ("kill", chance.choice(["api-1", "api-2"]), 2),
        lambda: ("restart", "redis", 2),
        lambda: ("wipe", "redis", 2),
        lambda: ("hang up", "redis", 1),
        lambda: ("crash", "postgres", 1),
        lambda: ("hang up", "postgres", 1),
        lambda: ("away", "postgres", away),
        lambda: ("lock", "postgres", 8),
        lambda: ("stop", "postgres", 8),
        lambda: ("silence", "postgres", 8),
        lambda: ("damage", "postgres", 8),
        lambda: ("cut off", "leader", 12),
        lambda: ("end in a lock", "runner-us-1", 16),
        lambda: ("kill in a lock", "runner-us-1", 16),
    ]
    # Only once, because little can be required of the repeated time.
    once = [lambda: ("set ahead", "clock", 10)]
    planned, at = [], WARM_UP
    while True:
        for kind in chance.sample(kinds + once, len(kinds + once)):
            what, subject, seconds = kind()
            if at + seconds > length - COOL_DOWN:
                return planned
            planned.append(Fault(at, what, subject, seconds))
            at += seconds + BREATH + chance.random() * 2
        once = []


def outages(seed, length, monitors):
    """Returns [target, start, end] in seconds from the start. The outages of one target are well apart."""
    chance = random.Random(f"outages {seed}")
    planned = []
    for target in range(monitors):
        at = WARM_UP + chance.random() * length / 2
        while chance.random() < 0.8:
            end = at + chance.uniform(9, 22)
            if end > length - 2:
                break
            planned.append([target, at, end])
            at = end + chance.uniform(30, 70)
    return planned
