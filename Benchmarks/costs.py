"""Measures the CPU time of processes and their children, from /proc."""

import os
import subprocess

TICKS = os.sysconf("SC_CLK_TCK")


def cpu(pid):
    """Returns the CPU seconds of a process and of the children that it has waited for."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii") as file:
            fields = file.read().rpartition(")")[2].split()
    except FileNotFoundError:
        return 0.0
    return (int(fields[11]) + int(fields[12]) + int(fields[13]) + int(fields[14])) / TICKS


def family(pid):
    """Returns a process and its living children."""
    children = subprocess.run(["pgrep", "-P", str(pid)], check=False, capture_output=True, text=True).stdout.split()
    return [pid] + [member for child in children for member in family(int(child))]


class Costs:
    """CPU seconds by name between two readings."""

    def __init__(self, processes):
        self.processes = processes
        self.before = self.read()

    def read(self):
        return {name: sum(cpu(member) for member in family(pid)) for name, pid in self.processes.items()}

    def since(self):
        after = self.read()
        return {name: after[name] - self.before[name] for name in self.processes}
