"""A common Python stack: Celery 5 workers take checks from Redis, run them with requests, and write each result to PostgreSQL."""

import os
import pathlib
import resource
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

    def send(self, count):
        """Queues checks and returns the CPU seconds per check."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [sys.executable, "-c", f"import celery_tasks; celery_tasks.send({self.target!r}, {count})"]
        subprocess.run(command, env=self.environment, check=True, cwd=HERE, timeout=300)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / count

    def measure(self, seconds):
        """Returns (checks per second, CPU-ms per check over sender, worker, Redis and PostgreSQL). The rate excludes the sender.
        """
        sending = self.send(1_500 * seconds)
        time.sleep(5)
        costs = Costs({"worker": self.worker.pid, "postgres": self.postgres.process.pid, "redis": self.redis.process.pid})
        before = self.stored()
        time.sleep(seconds)
        done = self.stored() - before
        if done == 0:
            raise RuntimeError("the Celery worker stored nothing")
        return done / seconds, (sum(costs.since().values()) / done + sending) * 1000
