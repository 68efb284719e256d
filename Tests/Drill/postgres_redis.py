"""A PostgreSQL and a Redis for the drill, on free loopback ports, that can be killed, stopped and restarted."""

import contextlib
import os
import pathlib
import pwd
import shutil
import signal
import subprocess

from statushawk import eventually, free_port


# The page size of PostgreSQL's files in bytes.
PAGE = 8192


def postgres_binaries():
    found = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    if not found:
        raise SystemExit("PostgreSQL is not installed: run script/bootstrap test")
    return found[-1]


def stop_process(process):
    if process and process.poll() is None:
        process.kill()
        process.wait()


class PostgreSQL:
    def __init__(self, directory):
        self.binaries = postgres_binaries()
        self.port = free_port()
        self.directory = pathlib.Path(directory, "postgres")
        self.directory.mkdir()
        self.url = f"postgres://hawk@127.0.0.1:{self.port}/hawk"
        # PostgreSQL refuses to run as root.
        self.user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] if os.geteuid() == 0 else []
        if self.user:
            owner = pwd.getpwnam("postgres")
            os.chown(self.directory, owner.pw_uid, owner.pw_gid)
        self.run("initdb", "--pgdata", self.directory / "data", "--username=hawk", "--auth=trust", "--no-sync", "--encoding=UTF8")
        self.process = None
        self.start()
        self.run("createdb", "--host=127.0.0.1", f"--port={self.port}", "--username=hawk", "hawk")

    def run(self, program, *arguments):
        command = [*self.user, str(self.binaries / program), *map(str, arguments)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, timeout=60, cwd=self.directory)

    def start(self):
        settings = {
            "listen_addresses": "127.0.0.1", "port": self.port, "unix_socket_directories": "", "max_connections": 100,
            "shared_buffers": "64MB", "logging_collector": "off",
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with open(self.directory / "log", "ab") as log:
            self.process = subprocess.Popen(
                [*self.user, str(self.binaries / "postgres"), "-D", str(self.directory / "data"), *options],
                stdout=log, stderr=log, cwd=self.directory)
        eventually("PostgreSQL", self.answers, within=60)

    def answers(self):
        command = [str(self.binaries / "pg_isready"), "--quiet", "--host=127.0.0.1", f"--port={self.port}"]
        return subprocess.run(command, check=False, timeout=10).returncode == 0

    def crash(self):
        """Kills all processes like a power cut. The server recovers from its log at the next start."""
        children = subprocess.run(["pgrep", "-P", str(self.process.pid)], check=False, capture_output=True, text=True).stdout.split()
        for pid in [str(self.process.pid), *children]:
            try:
                os.kill(int(pid), signal.SIGKILL)
            except ProcessLookupError:
                pass
        self.process.wait()

    def leave(self):
        """Ends in order without waiting for clients."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(30)

    def hang_up(self):
        """Cuts every connection."""
        self.rows("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND usename = 'hawk'")

    def lock(self, table):
        """Locks a table while the returned process lives."""
        statement = f"BEGIN; LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE; SELECT 'locked'"
        session = subprocess.Popen(
            [*self.psql(), "hawk"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        session.stdin.write(statement + ";\n")
        session.stdin.flush()
        session.stdout.readline()
        return session

    @contextlib.contextmanager
    def damaged(self, table):
        """Overwrites the last page of a table like a failing disk, during a short stop of the server, and restores it at the end.
        The page cannot change in between, because the server refuses to read it.
        """
        path = self.directory / "data" / self.rows(f"SELECT pg_relation_filepath('{table}')")[0][0]
        self.leave()
        with open(path, "r+b") as file:
            position = file.seek(-PAGE, os.SEEK_END)
            page = file.read(PAGE)
            file.seek(position)
            file.write(b"\xa5" * PAGE)
        self.start()
        yield
        self.leave()
        with open(path, "r+b") as file:
            file.seek(position)
            file.write(page)
        self.start()

    def make_clock_adjustable(self):
        """Replaces the clock function of the server, for every new connection."""
        for statement in (
            "CREATE SCHEMA shifted",
            "CREATE TABLE shifted.clock AS SELECT INTERVAL '0' AS lead",
            "CREATE FUNCTION shifted.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS "
            "'SELECT pg_catalog.clock_timestamp() + lead FROM shifted.clock'",
            "ALTER DATABASE hawk SET search_path = public, shifted, pg_catalog",
        ):
            self.rows(statement)

    def set_clock(self, seconds):
        """Sets the clock ahead by `seconds`."""
        self.rows(f"UPDATE shifted.clock SET lead = '{seconds} seconds'")

    def backends(self):
        """Returns the processes that serve connections."""
        query = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        return [int(row[0]) for row in self.rows(query)]

    def psql(self):
        return [
            str(self.binaries / "psql"), "--no-psqlrc", "--tuples-only", "--no-align", "--field-separator=\t", "--quiet",
            "--host=127.0.0.1", f"--port={self.port}", "--username=hawk",
        ]

    def rows(self, query):
        """Returns the rows of a query, each a list of texts."""
        command = [*self.psql(), "--command", query, "hawk"]
        told = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout
        return [line.split("\t") for line in told.splitlines()]

    def close(self):
        if self.process and self.process.poll() is None:
            try:
                self.leave()
            except subprocess.TimeoutExpired:
                self.crash()


class Redis:
    def __init__(self, directory):
        self.port = free_port()
        self.directory = pathlib.Path(directory, "redis")
        self.directory.mkdir()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process = None
        self.start()

    def start(self):
        with open(self.directory / "log", "ab") as log:
            self.process = subprocess.Popen(
                ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.directory), "--appendonly", "yes",
                 "--appendfsync", "everysec", "--save", ""], stdout=log, stderr=log)
        eventually("Redis", lambda: self.ask("PING") == "PONG", within=30)

    def ask(self, *command):
        told = subprocess.run(
            ["redis-cli", "-p", str(self.port), *command], check=False, capture_output=True, text=True, timeout=10)
        return told.stdout.strip()

    def kill(self, lose_data):
        stop_process(self.process)
        if lose_data:
            for path in self.directory.glob("appendonly*"):
                shutil.rmtree(path) if path.is_dir() else path.unlink()

    def hang_up(self):
        self.ask("CLIENT", "KILL", "TYPE", "normal")

    def close(self):
        stop_process(self.process)
