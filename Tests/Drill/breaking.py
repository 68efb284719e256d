"""Carries out a plan's faults against the cluster, and notes when what was away: the windows in which slots may be missing."""

import contextlib
import dataclasses
import os
import random
import signal
import time

from statushawk import NeverHappened, eventually


@dataclasses.dataclass
class Window:
    """A time in which checks of a location (None: of all) could not run, for a reason that is told."""
    why: str
    location: str
    start: float
    end: float
    # By how many seconds the clock was ahead before it was set right.
    lead: float = 0


class Breaking:
    # A successor leads at the latest this long after a leader is gone.
    TAKEOVER = 10
    # From the return of Redis or of a runner until every process works with it again.
    RETURN = 3
    # In which the tasks of a runner that is gone are found by another of its location.
    RECLAIM = 3
    # In which a process ends that is asked to.
    END = 10
    # What a lock holds up before a process ends in it: results of that time are on its disk.
    HELD_UP = 5
    # What is emitted ahead, or in flight, when something is gone.
    AHEAD = 2.5
    # By how many seconds a clock is set ahead: more than is tolerated, also when a successor has been found; less than between two
    # outages of a target.
    LEAD = 25
    # Tables of which a page is damaged: results, what they are folded into, what they open, and what is sent.
    DAMAGED = ["results", "location_states", "incidents", "deliveries"]

    def __init__(self, cluster, seed):
        self.cluster = cluster
        self.chance = random.Random(f"breaking {seed}")
        self.windows = []
        self.takeovers = []
        self.notifier_faults = []
        # (what, why) of processes that did not end, or step down, as they should.
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
        """No window: results are kept while it is away."""
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
            # The partition that is written to.
            table = self.cluster.postgres.rows("SELECT tableoid::regclass FROM results ORDER BY slot DESC LIMIT 1")[0][0]
        print(f"            the last page of {table}", flush=True)
        with self.cluster.postgres.damaged(table):
            yield

    @contextlib.contextmanager
    def stop(self):
        """Every backend stops, as under a debugger, or on a disk that hangs."""
        pids = self.cluster.postgres.backends()
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        yield
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)

    @contextlib.contextmanager
    def silence(self):
        """The network swallows everything between the processes and PostgreSQL."""
        for passage in self.cluster.passages.values():
            passage.fall_silent()
        yield
        for passage in self.cluster.passages.values():
            passage.speak()

    def clock(self, fault):
        """PostgreSQL's clock is ahead, and set right: every process begins anew. Slots are passed over, and the span that comes twice is
        not measured."""
        members, started = self.cluster.members.values(), time.time()
        before = {member.name: member.starts() for member in members}
        self.cluster.postgres.set_clock(self.LEAD)
        time.sleep(fault.seconds)
        self.cluster.postgres.set_clock(0)
        for member in members:
            restarted = lambda: member.starts() > before[member.name] and member.is_ready()
            eventually(f"{member.name} restarts by the clock that is right", restarted, within=30, every=0.1)
        eventually("somebody leads", self.cluster.leader, within=30)
        self.windows.append(Window("clock", None, started - self.AHEAD, time.time() + self.LEAD + self.RETURN, self.LEAD))

    def cut_off(self, fault):
        """PostgreSQL is silent for the leader alone. It leads until another does, and then no longer."""
        name = eventually("somebody leads", self.cluster.leader, within=30)
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
        """A runner ends, or is killed, while PostgreSQL has been silent for a while: what it measured before is on its disk."""
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
        """How far before its end results may be missing: those not yet on the disk where it was killed."""
        return self.AHEAD if fault.what.startswith("kill") else 0.2

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

    def take_over(self, gone, started, leaves_gap=True):
        """Waits for the successor, whose slots are emitted again from the moment it leads."""
        others = [member for name, member in self.cluster.members.items() if member.role == "scheduler" and name != gone]
        eventually("a successor leads", lambda: any(member.leads() for member in others), within=self.TAKEOVER + 5, every=0.1)
        self.takeovers.append(time.time() - started)
        if leaves_gap:
            self.windows.append(Window("no leader", None, started, time.time() + 1))
