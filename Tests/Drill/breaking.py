"""Injects the faults of a plan into the cluster, and records the windows in which slots may be missing."""

import contextlib
import dataclasses
import os
import random
import signal
import time

from statushawk import NeverHappened, eventually
from verdict import TIMEOUT


@dataclasses.dataclass
class Window:
    """A time in which checks of a location (None for all) could not run, and the reason."""
    why: str
    location: str
    start: float
    end: float
    # How many seconds the clock was ahead before it was corrected.
    lead: float = 0


class Breaking:
    # A successor leads at most this long after the leader is gone.
    TAKEOVER = 10
    # The time from the return of Redis or a runner until every process works with it again.
    RETURN = 3
    # The time in which another runner of the location claims the tasks of a dead one.
    RECLAIM = 3
    # The time in which a process must end after SIGTERM.
    END = 10
    # How long a lock lasts before a process ends during it. Results of that time are on its disk.
    HELD_UP = 5
    # The time covered by tasks emitted ahead or in flight when something fails.
    AHEAD = 2 * TIMEOUT + 1
    # How many seconds a clock is set ahead: more than the tolerance, even with the time to find a successor, and less than the
    # time between two outages of a target.
    LEAD = 25
    # Tables of which a page is damaged: results, their folded state, incidents, and deliveries.
    DAMAGED = ["results", "location_states", "incidents", "deliveries"]

    def __init__(self, cluster, seed):
        self.cluster = cluster
        self.chance = random.Random(f"breaking {seed}")
        self.windows = []
        self.takeovers = []
        self.notifier_faults = []
        # (name, reason) of processes that did not end or step down as they should.
        self.disobedient = []

    def carry_out(self, fault):
        started = time.time()
        if fault.subject == "redis":
            self.redis(fault)
        elif fault.subject == "postgres":
            self.postgres(fault)
        elif fault.subject == "clock":
            self.clock(fault)
        elif fault.what == "cut off":
            self.cut_off(fault)
        elif fault.what.endswith("in a lock"):
            self.in_a_lock(fault)
        else:
            self.member(fault)
        if fault.subject.startswith("notifier") or fault.subject in ("postgres", "clock") or fault.what.endswith("in a lock"):
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
        """Adds no window, because results are kept while PostgreSQL is away."""
        postgres = self.cluster.postgres
        if fault.what == "hang up":
            postgres.hang_up()
            return time.sleep(fault.seconds)
        if fault.what in ("lock", "stop", "silence", "damage"):
            with getattr(self, fault.what)():
                time.sleep(fault.seconds)
            return
        if fault.what == "crash":
            postgres.crash()
        else:
            postgres.leave()
        time.sleep(fault.seconds)
        postgres.start()

    @contextlib.contextmanager
    def lock(self):
        session = self.cluster.postgres.lock("results")
        yield
        session.kill()
        session.communicate()

    @contextlib.contextmanager
    def damage(self):
        table = self.chance.choice(self.DAMAGED)
        if table == "results":
            # The partition that receives new results.
            table = self.cluster.postgres.rows("SELECT tableoid::regclass FROM results ORDER BY slot DESC LIMIT 1")[0][0]
        print(f"            the last page of {table}", flush=True)
        with self.cluster.postgres.damaged(table):
            yield

    @contextlib.contextmanager
    def stop(self):
        """Stops every backend, as a debugger or a hanging disk does."""
        pids = self.cluster.postgres.backends()
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        yield
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)

    @contextlib.contextmanager
    def silence(self):
        """The network drops everything between the processes and PostgreSQL."""
        for passage in self.cluster.passages.values():
            passage.fall_silent()
        yield
        for passage in self.cluster.passages.values():
            passage.speak()

    def clock(self, fault):
        """Sets PostgreSQL's clock ahead and back. Every process restarts. Slots are skipped, and the repeated time is not
        measured."""
        members, started = self.cluster.members.values(), time.time()
        before = {member.name: member.starts() for member in members}
        self.cluster.postgres.set_clock(self.LEAD)
        time.sleep(fault.seconds)
        self.cluster.postgres.set_clock(0)
        for member in members:
            restarted = lambda: member.starts() > before[member.name] and member.is_ready()
            eventually(f"{member.name} restarts with the correct clock", restarted, within=30, every=0.1)
        eventually("a scheduler leads", self.cluster.leader, within=30)
        self.windows.append(Window("clock", None, started - self.AHEAD, time.time() + self.LEAD + self.RETURN, self.LEAD))

    def cut_off(self, fault):
        """PostgreSQL is unreachable for the leader alone, which must lead only until another does."""
        name = eventually("a scheduler leads", self.cluster.leader, within=30)
        member, started = self.cluster.members[name], time.time()
        self.cluster.passages[name].fall_silent()
        self.take_over(name, started, leaves_gap=False)
        try:
            eventually(f"{name} steps down", lambda: not member.leads(), within=3, every=0.1)
        except NeverHappened as error:
            self.disobedient.append((name, str(error)))
        time.sleep(max(fault.seconds - (time.time() - started), 0))
        self.cluster.passages[name].speak()

    def in_a_lock(self, fault):
        """A runner ends or is killed during a lock in PostgreSQL. Its earlier results are on its disk."""
        member = self.cluster.members[fault.subject]
        with self.lock():
            time.sleep(self.HELD_UP)
            started = time.time()
            if fault.what.startswith("kill"):
                member.kill()
            else:
                status = member.terminate(self.END)
                if status != 0:
                    self.disobedient.append((member.name, f"SIGTERM: {'not ended in time' if status is None else status}"))
            time.sleep(1)
        member.start()
        eventually(f"{member.name} is back", member.is_ready, within=60)
        self.windows.append(Window(f"{fault.what} {member.name}", member.location, started - self.lost(fault), time.time() + self.RETURN))

    def lost(self, fault):
        """Returns for how long before its end results may be missing: if it was killed, those not yet on disk."""
        return self.AHEAD if fault.what.startswith("kill") else 0.2

    def member(self, fault):
        name = fault.subject
        if name == "leader":
            name = eventually("a scheduler leads", self.cluster.leader, within=30)
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
                # The tasks that it held when it stopped, and those that it takes before it notices.
                self.windows.append(Window(f"thaw {name}", member.location, time.time() - self.AHEAD, time.time() + self.RECLAIM))

    def take_over(self, gone, started, leaves_gap=True):
        """Waits for the successor, which emits slots from the moment it leads."""
        others = [member for name, member in self.cluster.members.items() if member.role == "scheduler" and name != gone]
        eventually("a successor leads", lambda: any(member.leads() for member in others), within=self.TAKEOVER + 5, every=0.1)
        self.takeovers.append(time.time() - started)
        if leaves_gap:
            self.windows.append(Window("no leader", None, started, time.time() + 1))
