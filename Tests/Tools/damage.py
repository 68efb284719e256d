"""damage.py FILE TABLE: overwrites the root page of a table in a SQLite file, like a failing disk. No other program may use the
file."""

import sqlite3
import sys

path, table = sys.argv[1:]
database = sqlite3.connect(path)
page = database.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()[0]
size = database.execute("PRAGMA page_size").fetchone()[0]
database.close()
with open(path, "r+b") as file:
    file.seek((page - 1) * size)
    file.write(b"\xa5" * size)
