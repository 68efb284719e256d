"""Fetches URLs with libcurl's multi interface, each over its own connection: curl_multi.py CHECKS IN_FLIGHT CONNECT_ONLY CA URL…
"""

import itertools
import json
import resource
import sys
import time

import pycurl


def handle(connect_only, ca):
    curl = pycurl.Curl()
    curl.setopt(pycurl.WRITEFUNCTION, lambda data: None)
    curl.setopt(pycurl.FRESH_CONNECT, 1)
    curl.setopt(pycurl.FORBID_REUSE, 1)
    curl.setopt(pycurl.HTTPHEADER, ["Connection: close"])
    curl.setopt(pycurl.HTTP_VERSION, pycurl.CURL_HTTP_VERSION_1_1)
    curl.setopt(pycurl.NOSIGNAL, 1)
    curl.setopt(pycurl.TIMEOUT_MS, 10_000)
    curl.setopt(pycurl.CONNECT_ONLY, connect_only)
    curl.setopt(pycurl.SSL_SESSIONID_CACHE, 0)
    if ca:
        curl.setopt(pycurl.CAINFO, ca)
    return curl


def ask(checks, in_flight, connect_only, ca, urls):
    urls = itertools.islice(itertools.cycle(urls), checks)
    multi = pycurl.CurlMulti()
    multi.setopt(pycurl.M_MAXCONNECTS, in_flight)
    handles = [handle(connect_only, ca) for _ in range(min(in_flight, checks))]  # kept, because the multi handle does not own them
    for curl in handles:
        curl.setopt(pycurl.URL, next(urls))
        multi.add_handle(curl)
    ended = 0
    while ended < checks:
        multi.perform()
        while True:
            left, good, bad = multi.info_read(in_flight)
            if bad:
                raise SystemExit(f"a check failed: {bad[0][2]}")
            for curl in good:
                if not connect_only and curl.getinfo(pycurl.RESPONSE_CODE) != 200:
                    raise SystemExit("an answer is not 200")
                multi.remove_handle(curl)
                ended += 1
                if url := next(urls, None):
                    curl.setopt(pycurl.URL, url)
                    multi.add_handle(curl)
            if not left:
                break
        if ended < checks:
            multi.select(0.1)


def main():
    checks, in_flight, connect_only, ca, *urls = sys.argv[1:]
    ask(len(urls), 1, int(connect_only), ca, urls)
    before, at = resource.getrusage(resource.RUSAGE_SELF), time.monotonic()
    ask(int(checks), int(in_flight), int(connect_only), ca, urls)
    after, wall = resource.getrusage(resource.RUSAGE_SELF), time.monotonic() - at
    print(json.dumps({"cpu": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, "wall": wall}))


main()
