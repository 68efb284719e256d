"""Creates as much as possible in a stranger's organization, with open sign-up."""

from load import Attack, Report
from lock_out import ALERT, MAIL, OPEN
from people import ask

# More than a stranger needs of each.
MOST = {"monitors": 1_000, "channels": 300, "tokens": 300, "invitations": 300, "status-pages": 300}
BODIES = {
    "monitors": lambda n: {"type": "tcp", "target": "127.0.0.1:1", "interval_seconds": 86_400, "channel_ids": []},
    "channels": lambda n: {"type": "webhook", "is_default": False, "config": {"url": "http://127.0.0.1:1/"}},
    "tokens": lambda n: {"name": f"token {n}", "role": "viewer"},
    "invitations": lambda n: {"email": f"guest-{n}@example.com", "role": "viewer"},
    "status-pages": lambda n: {"slug": f"page-{n}", "title": "Page"},
}


def create(scene, begin, seconds):
    begin()
    report, made_of = Report(), {}
    for path, body in BODIES.items():
        made, refusal = scene.attacker.try_to_make(MOST[path], path, body)
        made_of[path] = len(made)
        report.attempts += len(made)
        if refusal is None:
            report.faults.append(f"{len(made)} {path} were created, without reaching a limit")
        elif not 400 <= refusal.status < 500:
            report.faults.append(f"{path} after {len(made)}: {refusal}")
    report.note = ", ".join(f"{count} {path}" for path, count in made_of.items())
    return report


def accounts(scene, begin, seconds):
    """Creates accounts, each with an organization, from one address."""
    begin()
    report, made = Report(), 0
    for number in range(60):
        body = {"email": f"stranger-{number}@example.com", "password": "a good long password", "name": "Stranger"}
        answer = ask(scene.url, "POST", "/api/v1/auth/signup", body)
        report.attempts += 1
        made += answer.status < 300
        if answer.status == 429:
            break
    report.expect(made < 50, f"{made} accounts were made from one address")
    report.note = f"{made} accounts"
    return report


ATTACKS = [
    Attack("quotas: all that an organization may create", create, settings=MAIL, judged=("checks", "alert"), is_short=True),
    Attack("quotas: accounts from one address", accounts, settings=OPEN, judged=ALERT),
]
