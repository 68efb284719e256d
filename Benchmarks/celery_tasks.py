"""The tasks of celery_stack.py."""

import os
import time

import celery
import psycopg2
import requests

app = celery.Celery("bench", broker=os.environ["BENCH_REDIS"])
app.conf.task_ignore_result = True
app.conf.worker_prefetch_multiplier = 8

_connection = None


def connection():
    """Returns the connection of this worker process, which stays open."""
    global _connection
    if _connection is None:
        _connection = psycopg2.connect(os.environ["BENCH_POSTGRES"])
        _connection.autocommit = True
    return _connection


@app.task
def check(url):
    started = time.time()
    try:
        up = requests.get(url, timeout=10).status_code == 200
    except requests.RequestException:
        up = False
    with connection().cursor() as cursor:
        cursor.execute(
            "INSERT INTO celery_results (at, up, seconds) VALUES (%s, %s, %s)", (started, up, time.time() - started))


def send(url, count):
    with app.producer_or_acquire() as producer:
        for _ in range(count):
            check.apply_async((url,), producer=producer)
