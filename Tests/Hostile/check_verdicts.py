"""check_verdicts.py [--bench] [words of a case's name …]: checks misbehaving targets with `statushawk check`.

Every case must have the correct outcome and reason within a generous time limit. With --bench, it prints how long past its
deadline each check ended, and verifies that descriptors and memory do not grow over many checks of one process.
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "Tools"))

import servers  # noqa: E402
from cases import all_cases, contains  # noqa: E402
from certificates import Certificates  # noqa: E402
from statushawk import BINARY  # noqa: E402

#: How many seconds after its timeout a process may end, because the machine may be busy.
CAP = 20.0
#: The p99 goal for the overrun of a deadline, in milliseconds.
GOAL = 20.0
#: Descriptors that one check may hold: sockets of its connection and of the DNS servers.
IN_FLIGHT = 3


def command(case, *more):
    line = [BINARY, "check", case.target, "--type", case.type, "--timeout", str(case.timeout), "--json", *more]
    for name, value in case.settings.items():
        line += ["--set", f"{name}={value if isinstance(value, str) else json.dumps(value)}"]
    return line + (["--ca-file", case.ca_file] if case.ca_file else [])


def check(case):
    """Returns the fault of the verdict (None if it is correct), and the overrun of its deadline in milliseconds (None if there is
    none)."""
    try:
        done = subprocess.run(command(case), capture_output=True, text=True, timeout=case.timeout + CAP)
    except subprocess.TimeoutExpired:
        return f"no verdict {CAP} s after its timeout", None
    try:
        seen = json.loads(done.stdout)
    except ValueError:
        return f"exit {done.returncode}, {done.stdout!r} {done.stderr!r}", None
    overrun = seen["latency_ms"] - case.timeout * 1_000
    said = f"{seen['outcome']}, {seen['reason']}: {seen['message']}"
    if seen["outcome"] != case.outcome or seen["reason"] not in case.reasons or case.words not in seen["message"]:
        return f"{said}\n      expected {case.outcome}, {' or '.join(case.reasons)}, with \"{case.words}\"", None
    return None, overrun if overrun > 0 else None


def judge(cases, at_once):
    failures, overruns = 0, []
    with concurrent.futures.ThreadPoolExecutor(at_once) as pool:
        for case, (fault, overrun) in zip(cases, pool.map(check, cases)):
            if fault:
                failures += 1
                print(f"    WRONG {case.name}: {fault}", flush=True)
            elif overrun is not None:
                overruns.append((overrun, case.name))
    print(f"    {len(cases)} cases, {failures} wrong", flush=True)
    return failures, overruns


def watch(case, count, expected):
    """Runs many checks in one process. Returns samples of its descriptors and its resident memory (KiB)."""
    line = command(case, "--repeat", str(count), "--interval", "0")
    samples, outcomes = [], 0
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True) as process:
        for number, text in enumerate(process.stdout, 1):
            outcomes += json.loads(text)["outcome"] == expected
            if number % max(count // 10, 1) == 0 and number < count:
                samples.append((len(os.listdir(f"/proc/{process.pid}/fd")), resident(process.pid)))
    if outcomes != count:
        raise SystemExit(f"{case.name}: {outcomes} of {count} checks were {expected}")
    return samples


def resident(process):
    for line in pathlib.Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    return 0


def leaks(cases, count):
    """Verifies that descriptors do not grow beyond those of a check in flight, and memory not beyond what allocators keep."""
    wrong = 0
    for case in cases:
        samples = watch(case, count, case.outcome)
        (first, memory), (last, later) = samples[0], samples[-1]
        grown = later - memory
        print(f"    {count} × {case.name}: descriptors {first} → {last}, memory {memory / 1024:.1f} → {later / 1024:.1f} MiB", flush=True)
        if last > first + IN_FLIGHT or grown > 8 * 1024:
            wrong += 1
            print("    WRONG: it grows", flush=True)
    return wrong


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bench", action="store_true")
    parser.add_argument("words", nargs="*")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="statushawk-hostile-") as directory:
        certificates = Certificates(directory)
        cases = [case for case in all_cases(certificates) if all(word in case.name for word in options.words)]
        wrong, _ = judge(cases, at_once=4)
        lasting = [case for case in cases if case.name in (
            "closes at once", "resets within the body", "an expired certificate", "RST_STREAM before the answer", "endless redirects",
            "DNS: NXDOMAIN", "TCP: another reply", "closes in the handshake")]
        wrong += leaks(lasting, 200)
        if options.bench:
            wrong += bench(cases, certificates)
    raise SystemExit(1 if wrong else 0)


def bench(cases, certificates):
    """Runs alone on the machine, one check after another."""
    late = [case for case in cases if "timeout" in case.reasons and case.timeout < 1]
    began = time.monotonic()
    wrong, overruns = judge(late * 10, at_once=1)
    for name in dict.fromkeys(case.name for case in late):
        own = [overrun for overrun, of in overruns if of == name]
        if own:
            print(f"    {name}: past its deadline by {statistics.median(own):.1f} ms, at most {max(own):.1f} ms")
    every = sorted(overrun for overrun, _ in overruns)
    if every:
        ninety_nine = every[min(int(len(every) * 0.99), len(every) - 1)]
        print(f"  deadline overrun of {len(every)} checks: p50 {statistics.median(every):.1f}, p99 {ninety_nine:.1f}, most {every[-1]:.1f} ms (goal {GOAL:.0f})")
    print(f"  in {time.monotonic() - began:.0f} s; now 100,000 checks of a healthy page")
    server = servers.Listener(servers.first(servers.answer()), backlog=1_024)
    well = type(cases[0])("a healthy page", f"http://{servers.HOST}:{server.port}/", "up", ("none",), settings={"assertions": contains("ok")})
    return wrong + leaks([well], 100_000)


if __name__ == "__main__":
    main()
