"""For schemathesis: correct refusals that depend on more than a JSON Schema can say about one request."""

import json
import re

import schemathesis
from schemathesis.core.failures import AcceptedNegativeData
from schemathesis.openapi.checks import RejectedPositiveData

# The field and the reason of refusals of requests that the document's schemas allow.
BEYOND_SCHEMAS = [
    # Depends on stored data.
    (r"Idempotency-Key", r"was already used for a different request"),
    (r"If-Match", r"does not match the current state"),
    (r"cursor", r"is not a cursor of this list"),
    (r"(depends_on|channel_ids|monitor_ids|sections)\..*", r"is not a (monitor|channel|component) of this (organization|page).*"),
    (r"locations\.\d+", r"is not a location with runners.*"),
    (r"invitation|token|confirmation|reset", r".*"),
    # Depends on the time or on another field.
    (r"expires_at", r"must be in the future"),
    (r"from", r"must be before the end.*"),
    (r"timeout_seconds", r"must be below the interval|makes a check last up to .*"),
    # Depends on the installation.
    (r"timeout_seconds|interval_seconds", r"must be at (most|least) .*"),
    (r"password", r"is easy to guess.*"),
    (r"quorum", r"must be from 1 to the number of locations"),
    (r"depends_on\.\d+", r"must not be the monitor itself"),
    (r"current_password", r"is wrong|is required.*"),
    # The forms of /monitor-types and /channel-types define what a type accepts.
    (r"(settings|config|target|type)(\..*)?", r".*"),
    # A schema counts characters and does not trim spaces.
    (r".*", r"must be at most \d+ (bytes|characters) long"),
    (r".*", r"must not be empty|must be a single line|must not contain (control|invisible) characters.*"),
    (r"Idempotency-Key", r"must be one key of .*"),
    (r"email", r"must be an e-mail address.*|is not a valid e-mail address"),
]
# Refusals of the text itself, before any field is known.
OF_THE_TEXT = [
    r"not valid JSON at byte \d+: text (must not contain NUL|has more than \d+ combining marks in a row)", r"the query contains text that is not validly encoded",
]
# HTTP accepts any further header, and spaces around a value do not belong to it.
ANY_HEADER = r".*in header - object with unexpected properties.*"


@schemathesis.hook
def filter_failure(context, failure, case, response):
    """Returns whether the failure counts."""
    if isinstance(failure, AcceptedNegativeData):
        # A precondition may refuse before the values are validated.
        return response.status_code != 412 and not is_of_headers(failure, case)
    if not isinstance(failure, RejectedPositiveData):
        return True
    try:
        problem = json.loads(response.content)
    except ValueError:
        return True
    if any(re.fullmatch(pattern, problem["detail"]) for pattern in OF_THE_TEXT):
        return False
    errors = [(error["field"], error["message"]) for error in problem["errors"]]
    return not errors or not all(map(is_beyond_schemas, errors))


def is_of_headers(failure, case):
    if re.fullmatch(ANY_HEADER, failure.message, re.DOTALL):
        return True
    key = (case.headers or {}).get("Idempotency-Key")
    return "`Idempotency-Key`" in failure.message and re.fullmatch(r"[!-~]{1,255}", str(key).strip()) is not None


def is_beyond_schemas(error):
    field, message = error
    return any(re.fullmatch(f, field) and re.fullmatch(m, message, re.DOTALL) for f, m in BEYOND_SCHEMAS)
