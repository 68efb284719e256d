"""What many run today: Celery 5 workers that take checks from Redis, ask with requests, and write a PostgreSQL row for each result."""

import os
import pathlib
import subprocess
import sys
import time

from costs import Costs

HERE = pathlib.Path(__file__).resolve().parent


class CeleryStack:
    def __init__(self, postgres, redis, target):
        self.postgres, self.redis, self.target = postgres, redis, target
        self.environment = os.environ | {
            "BENCH_POSTGRES": postgres.url, "BENCH_REDIS": redis.url.removesuffix("/0") + "/5", "PYTHONPATH": str(HERE)}
        self.worker = None

    def __enter__(self):
        self.postgres.rows("CREATE TABLE celery_results (id BIGSERIAL PRIMARY KEY, at DOUBLE PRECISION, up BOOLEAN, seconds DOUBLE PRECISION)")
        self.worker = subprocess.Popen(
            [sys.executable, "-m", "celery", "--app", "celery_tasks", "worker", "--concurrency", "8", "--loglevel", "error"],
            env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=HERE)
        return self

    def __exit__(self, *_):
        self.worker.terminate()
        try:
            self.worker.wait(15)
        except subprocess.TimeoutExpired:
            self.worker.kill()
            self.worker.wait()

    def stored(self):
        return int(self.postgres.rows("SELECT count(*) FROM celery_results")[0][0])

    def measure(self, seconds):
        """(checks per second, CPU-ms a check over worker, Redis and PostgreSQL)."""
        filler = subprocess.run(
            [sys.executable, "-c", f"import celery_tasks; celery_tasks.fill({self.target!r}, {1_500 * seconds})"], env=self.environment,
            check=True, cwd=HERE, timeout=300)
        assert filler.returncode == 0
        time.sleep(5)
        costs = Costs({"worker": self.worker.pid, "postgres": self.postgres.process.pid, "redis": self.redis.process.pid})
        before = self.stored()
        time.sleep(seconds)
        done = self.stored() - before
        if done == 0:
            raise RuntimeError("the Celery worker stored nothing")
        return done / seconds, sum(costs.since().values()) / done * 1000
