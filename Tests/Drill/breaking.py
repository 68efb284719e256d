"""Carries out a plan's faults against the cluster, and notes when what was away: the windows in which slots may be missing."""

import dataclasses
import time

from statushawk import eventually


@dataclasses.dataclass
class Window:
    """A time in which checks of a location (None: of all) could not run, for a reason that is told."""
    why: str
    location: str
    start: float
    end: float


class Breaking:
    # A successor leads at the latest this long after a leader is gone.
    TAKEOVER = 10
    # From the return of Redis or of a runner until every process works with it again.
    RETURN = 3
    # In which the tasks of a runner that is gone are found by another of its location.
    RECLAIM = 3
    # What is emitted ahead, or in flight, when something is gone.
    AHEAD = 2.5

    def __init__(self, cluster):
        self.cluster = cluster
        self.windows = []
        self.takeovers = []
        self.notifier_faults = []

    def carry_out(self, fault):
        started = time.time()
        if fault.subject == "redis":
            self.redis(fault)
        elif fault.subject == "postgres":
            self.postgres(fault)
        else:
            self.member(fault)
        if fault.subject.startswith("notifier") or fault.subject == "postgres":
            self.notifier_faults.append((started, time.time()))

    def redis(self, fault):
        redis, started = self.cluster.redis, time.time()
        if fault.what == "hang up":
            redis.hang_up()
            time.sleep(fault.seconds)
        else:
            redis.kill(lose_data=fault.what == "wipe")
            time.sleep(fault.seconds)
            redis.start()
        self.windows.append(Window(f"{fault.what} redis", None, started - self.AHEAD, time.time() + self.RETURN))

    def postgres(self, fault):
        """No window: results are kept while it is away."""
        postgres = self.cluster.postgres
        if fault.what == "hang up":
            postgres.hang_up()
            return time.sleep(fault.seconds)
        if fault.what == "crash":
            postgres.crash()
        else:
            postgres.leave()
        time.sleep(fault.seconds)
        postgres.start()

    def member(self, fault):
        name = fault.subject
        if name == "leader":
            name = eventually("somebody leads", self.cluster.leader, within=30)
        member, started = self.cluster.members[name], time.time()
        if fault.what == "kill":
            member.kill()
        else:
            member.freeze()
        if fault.subject == "leader":
            self.take_over(name, started)
        time.sleep(max(fault.seconds - (time.time() - started), 0))
        if fault.what == "kill":
            member.start()
            eventually(f"{name} is back", member.is_ready, within=60)
        else:
            member.thaw()
        if member.role == "runner":
            alone = [other.name for other in self.cluster.members.values() if other.location == member.location] == [name]
            end = time.time() + self.RETURN if alone else started + self.RECLAIM
            self.windows.append(Window(f"{fault.what} {name}", member.location, started - self.AHEAD, end))
            if fault.what == "freeze":
                # What it had in hand when it stopped, and what it takes up before it notices.
                self.windows.append(Window(f"thaw {name}", member.location, time.time() - self.AHEAD, time.time() + self.RECLAIM))

    def take_over(self, gone, started):
        """Waits for the successor, whose slots are emitted again from the moment it leads."""
        others = [member for name, member in self.cluster.members.items() if member.role == "scheduler" and name != gone]
        eventually("a successor leads", lambda: any(member.leads() for member in others), within=self.TAKEOVER + 5, every=0.1)
        self.takeovers.append(time.time() - started)
        self.windows.append(Window("no leader", None, started, time.time() + 1))
