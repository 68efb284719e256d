"""Attacks the built program over its network interfaces, next to a tenant whose checks, alerts and requests are measured.

    script/attack [--short] [--topology one|cluster] [--table FILE] [words of an attack's name …]

Prints a line for each attack. Exits with 1 if the program misbehaved or the victim's figures more than doubled.
"""

import argparse
import concurrent.futures
import contextlib
import os
import pathlib
import signal
import sys
import tempfile
import time

sys.dont_write_bytecode = True
TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path += [str(TESTS / name) for name in ("Tools", "Drill", "Hostile")]

import credentials  # noqa: E402
import descriptors  # noqa: E402
import endless  # noqa: E402
import first_owner  # noqa: E402
import host_places  # noqa: E402
import lock_out  # noqa: E402
import on_demand  # noqa: E402
import processor  # noqa: E402
import quotas  # noqa: E402
import shutdown  # noqa: E402
import spam  # noqa: E402
import tarpits  # noqa: E402
import texts  # noqa: E402
import tokens  # noqa: E402
from installation import Installation, NoNamespace, OneProcess, SeveralProcesses  # noqa: E402
from load import Alone, Report, Running, Scene  # noqa: E402
from people import Tenant  # noqa: E402
from statushawk import NeverHappened, eventually, outside_world  # noqa: E402
from victim import Victim, harm, watched_targets  # noqa: E402

FAMILIES = [
    texts, on_demand, host_places, tarpits, processor, endless, credentials, tokens, first_owner, lock_out, spam, quotas, descriptors,
    shutdown,
]
ATTACKS = [attack for family in FAMILIES for attack in family.ATTACKS]
TOPOLOGIES = {"one": OneProcess, "cluster": SeveralProcesses}


class Stage:
    """An installation with a victim and an attacker, reused for further attacks while each attack is held."""

    def __init__(self, topology, ports, targets):
        self.topology, self.ports, self.targets = topology, ports, targets
        self.settings, self.open = None, contextlib.ExitStack()

    def set_up(self, settings):
        if settings == self.settings:
            return
        self.close()
        environment = {
            name: value.format(**self.ports) if isinstance(value, str) else value for name, value in settings.items()}
        self.installation = self.open.enter_context(Installation(self.topology, **environment))
        # Password hashing is slow, so both run at once.
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            attacker = pool.submit(Tenant, self.installation, "Attacker")
            self.victim = Victim(self.installation, *self.targets)
            self.attacker = attacker.result()
        self.settings, self.before = settings, None

    def close(self):
        self.settings = None
        self.open.close()

    def scene(self, is_short):
        return Scene(self.installation.url, self.attacker, self.installation, self.ports, is_short)


class Row:
    """The result of an attack."""

    def __init__(self, topology, name, report, before=None, during=None):
        self.topology, self.name, self.report, self.before, self.during = topology, name, report, before, during

    @property
    def is_held(self):
        return not self.report.faults

    def figures(self):
        return f"; {self.before} → {self.during}" if self.before else ""

    def print(self):
        verdict = "held" if self.is_held else "FAILED"
        note = f" ({self.report.note})" if self.report.note else ""
        print(f"  {verdict:6} {self.topology}: {self.name}: {self.report.attempts} attempts{note}{self.figures()}", flush=True)
        for fault in self.report.faults:
            print(f"         {fault}", flush=True)

    def markdown(self):
        wrong = "; ".join(fault.replace("|", "\\|").replace("\n", " ") for fault in self.report.faults) or "held"
        return f"| {self.topology} | {self.name} | {self.report.attempts} | {self.before or '–'} | {self.during or '–'} | {wrong} |"


def beside_victim(stage, attack, options):
    """Runs an attack, up to three times if only the victim's figures were bad, because the machine may have been busy."""
    for is_last in (False, False, True):
        stage.set_up(attack.settings)
        if options.short and attack.is_quiet:
            report = Running(attack.run, stage.scene(options.short), options.seconds).begun().report()
            row, worse = Row(stage.topology.topology, attack.name, report), []
            break
        if stage.before is None or not options.short:
            stage.before, _ = stage.victim.measure(options.seconds)
        running = Running(attack.run, stage.scene(options.short), options.seconds).begun()
        during, report = stage.victim.measure(options.seconds, running.report)
        worse = harm(stage.before, during, attack.judged, options.short)
        row = Row(stage.topology.topology, attack.name, report, stage.before, during)
        if is_last or report.faults or not worse:
            break
        stage.close()
    report.faults += worse + after(stage)
    if report.faults:
        stage.close()
    else:
        stage.attacker.clear()
    return row


def after(stage):
    """Returns what is wrong with the installation after the attack, as sentences."""
    ended = stage.installation.ended()
    if ended:
        return ended
    try:
        eventually("/healthz answers", stage.installation.answers_health, within=10, every=0.2)
    except NeverHappened:
        return ["/healthz does not answer 10 s after the attack"]
    return []


def run(options, attacks):
    rows = []
    with outside_world() as (ports, _), watched_targets() as targets, tempfile.NamedTemporaryFile("w") as hosts:
        os.chmod(hosts.name, 0o644)
        hosts.write("".join(f"127.0.0.1 {name}\n" for name in ["localhost", *host_places.NAMES]))
        hosts.flush()
        for topology in options.topologies:
            stage = Stage(topology, ports | {"hosts": hosts.name}, targets)
            with contextlib.closing(stage):
                for attack in attacks:
                    row = outcome(stage, attack, options)
                    if row:
                        row.print()
                        rows.append(row)
    return rows


def outcome(stage, attack, options):
    """Returns the attack's row. None if the system does not allow the attack."""
    try:
        if isinstance(attack, Alone):
            return Row(stage.topology.topology, attack.name, attack.run(stage.topology, stage.ports))
        return beside_victim(stage, attack, options)
    except NoNamespace:
        print(f"  note: this system allows no mount namespace; skipped: {attack.name}", flush=True)
        return None
    except Exception as error:
        stage.close()
        return Row(stage.topology.topology, attack.name, Report(0, [f"raised an exception: {error!r}"]))


def table(rows):
    head = ["| Topology | Attack | Attempts | Victim before | Victim during | Outcome |", "|---|---|---|---|---|---|"]
    return "\n".join(head + [row.markdown() for row in rows]) + "\n"


def main():
    parser = argparse.ArgumentParser(prog="script/attack", description=__doc__.splitlines()[0])
    parser.add_argument("--short", action="store_true", help="only some attacks, in one process, within three minutes")
    parser.add_argument("--topology", choices=TOPOLOGIES, help="only this topology")
    parser.add_argument("--seconds", type=float, help="how long each attack lasts")
    parser.add_argument("--table", type=pathlib.Path, help="a file for the results in Markdown")
    parser.add_argument("words", nargs="*", help="only attacks whose names contain all of these")
    options = parser.parse_args()
    names = [options.topology] if options.topology else ["one"] if options.short else list(TOPOLOGIES)
    options.topologies = [TOPOLOGIES[name] for name in names]
    options.seconds = options.seconds or (4.0 if options.short else 10.0)
    attacks = [
        attack for attack in ATTACKS
        if (attack.is_short or not options.short) and all(word in attack.name for word in options.words)]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # exits like on an interrupt, so that all child processes are ended
    started = time.monotonic()
    rows = run(options, attacks)
    if options.table:
        options.table.write_text(table(rows))
    failed = sum(not row.is_held for row in rows)
    print(f"attack: {len(rows) - failed} held, {failed} failed, in {time.monotonic() - started:.0f} s")
    return 1 if failed or not rows else 0


if __name__ == "__main__":
    sys.exit(main())
