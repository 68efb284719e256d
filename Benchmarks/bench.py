"""Measures the figures that StatusHawk promises. `script/bench` runs it with the release build."""

import argparse
import os
import pathlib
import platform
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "Tests/Tools"))

import alert
import engine
import load
import page
import ready
import verdicts


def cluster():
    import scale  # needs packages that the other measurements do not

    yield from scale.measure()


def hold():
    import hold as holding  # needs packages as well

    yield from holding.measure()


MEASUREMENTS = {
    "ready": ready.measure, "load": load.measure, "alert": alert.measure, "page": page.measure, "engine": engine.measure,
    "verdicts": verdicts.measure, "cluster": cluster, "hold": hold}


def main():
    parser = argparse.ArgumentParser(prog="script/bench", description=__doc__)
    parser.add_argument("measurement", nargs="*", metavar="|".join(MEASUREMENTS), help="what to measure; everything by default")
    chosen = parser.parse_args().measurement or list(MEASUREMENTS)
    unknown = [name for name in chosen if name not in MEASUREMENTS]
    if unknown:
        parser.error(f"unknown measurement: {', '.join(unknown)}")
    print(f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}", flush=True)
    for name in chosen:
        for line in MEASUREMENTS[name]():
            print(f"{name}: {line}", flush=True)


if __name__ == "__main__":
    main()
