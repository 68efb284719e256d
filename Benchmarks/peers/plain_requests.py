"""Fetches URLs with requests, each over its own connection, from one thread per check in flight: plain_requests.py CHECKS
IN_FLIGHT CA URL…"""

import concurrent.futures
import json
import resource
import sys
import time

import requests


def main():
    checks, in_flight, ca, *urls = sys.argv[1:]

    def ask(number):
        answer = requests.get(urls[number % len(urls)], timeout=30, verify=ca or True)
        if answer.status_code != 200:
            raise SystemExit("an answer is not 200")

    for number in range(len(urls)):
        ask(number)
    before, at = resource.getrusage(resource.RUSAGE_SELF), time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(int(in_flight)) as pool:
        list(pool.map(ask, range(int(checks))))
    after, wall = resource.getrusage(resource.RUSAGE_SELF), time.monotonic() - at
    print(json.dumps({"cpu": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, "wall": wall}))


main()
