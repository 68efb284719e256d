"""The rules of this code base that no compiler checks: allowed imports, the place of SQL, files never to commit, and file sizes.

Prints one line for each fault, `path:line: sentence`, and exits with 1 if there is any. Uses the standard library only.
"""

import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]

# docs/architecture.md: imports go down only, and the four modules of MIDDLE never import each other. HawkAPI reaches the database
# and the broker only through HawkEngine.
CORE = {"HawkCore"}
NET = CORE | {"HawkNet"}
MIDDLE = {"HawkStore", "HawkBroker", "HawkProbes", "HawkChannels"}
ENGINE = NET | MIDDLE | {"HawkEngine"}
MAY_IMPORT = {
    "HawkCore": set(),
    "HawkNet": CORE | {"CAres", "CLinux"},
    "HawkStore": CORE | {"CPostgreSQL"},
    "HawkBroker": CORE | {"CHiredis"},
    "HawkProbes": NET | {"CLinux", "CPCRE2", "CZlib"},
    "HawkChannels": NET | {"CCurl"},
    "HawkEngine": NET | MIDDLE,
    "HawkAPI": NET | {"HawkProbes", "HawkChannels", "HawkEngine", "CDocs", "CWebAssets", "CZlib"},
    "StatusHawk": ENGINE | {"HawkAPI"},
    "HawkTestSupport": ENGINE | {"HawkAPI", "CPostgreSQL"},
}
OURS = set(MAY_IMPORT) | {"CAres", "CCurl", "CDocs", "CHiredis", "CLinux", "CPCRE2", "CPostgreSQL", "CWebAssets", "CZlib"}

# Libraries that only one folder below Sources may import.
HOMES = {
    "GRDB": "HawkStore/SQLite/",
    "Hummingbird": "HawkAPI/",
    "HummingbirdCore": "HawkAPI/",
    "Mustache": "HawkAPI/",
    "ArgumentParser": "StatusHawk/",
}
# HawkCore is pure: it may use the platform's text and mathematics, but no files, network or clock.
CORE_PLATFORM = {"Foundation", "FoundationEssentials", "Glibc", "Musl"}

IMPORT = re.compile(
    r"^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:package|public|internal|private|fileprivate)\s+)?"
    r"import\s+(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)"
)
# SQL statements in the style of this code base: keywords in upper case.
SQL = re.compile(
    r"\b(?:SELECT\s+[\w*(\"]|INSERT\s+(?:OR\s+\w+\s+)?INTO\b|UPDATE\s+\w+\s+SET\b|DELETE\s+FROM\b|(?:CREATE|ALTER|DROP)\s+(?:TABLE|INDEX|TRIGGER|VIEW)\b)"
)

# The folders that read untrusted text. Swift compares and hashes `String` by canonical equivalence, in quadratic time for
# combining marks. So keys are `ByteKey`, or a comment `BOUNDED:` on the line or the one above says why they are short or ASCII.
OUTSIDE = (
    "Sources/HawkAPI/", "Sources/HawkProbes/", "Sources/HawkCore/Support/JSON", "Sources/HawkCore/Support/StrictDecoder",
    "Sources/HawkEngine/Support/RateLimiter",
)
COUNTED = ("Sources/HawkAPI/", "Sources/HawkCore/", "Sources/HawkEngine/", "Sources/HawkProbes/", "Sources/HawkChannels/")
TEXT_KEYS = re.compile(r"\[String: |Set<String>|Dictionary<String\b")
# Operations by characters: trimming and searching backwards take quadratic time, and counting does not limit the size.
BY_CHARACTERS = re.compile(
    r"(?<!properties)\.isWhitespace|\.reversed\(\)\.drop|(?<!utf8)(?<!unicodeScalars)\.lastIndex\(of: \""
)
CHARACTER_COUNT = re.compile(r"\b(?:text|revealed)\.count\b")
# Text of the operator and of tests.
TRUSTED = ("Sources/StatusHawk/", "Sources/HawkTestSupport/")
HEADER_LIMITS = "Sources/HawkAPI/Server/RequestHeadLimits.swift"
HEADER_READ = re.compile(r"\b(?:request|self)\.headers\[(?:values: )?\.(\w+)\](?!\s*=[^=])")
HEADER_NAME = re.compile(r"static let (\w+) = Self\(\"([\w-]+)\"\)")
# Read as bytes, or set by ourselves.
UNLIMITED_HEADERS = {"cookie", "user-agent", "statushawk-refusal"}

# `WireName` in HawkCore derives names in JSON by the same rule. Types that are stored without it have other names.
CODING_KEYS = re.compile(r"\benum CodingKeys\b[^{]*\{([^}]*)\}")
NAMED_KEY = re.compile(r'(\w+)`?\s*=\s*"(\w+)"')
WORD_START = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z](?!s(?![a-z]))[a-z])")

MARKER = re.compile(r"\b(?:" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]) + r")\b")
MACHINE_PATH = re.compile(r"(?<![\w.~:/}])/(?:home|Users|work)/\w+")
NEVER_COMMITTED = re.compile(
    r"^data/|(?:^|/)(?:Package\.resolved|\.build|\.swiftpm|node_modules|__pycache__)(?:/|$)|\.(?:o|so|a|sqlite|db|pem|key|log|swp|pyc)$"
)

# Former names that newcomers did not understand, and their replacements in docs/glossary.md. Whole words in code, not in comments
# or strings.
SWIFT_NAMES = {
    "Hands": "Handlers", "Ears": "Callbacks", "Desk": "Context", "ResolverDesk": "QueryCoalescer", "Letter": "Envelope",
    "Doorbell": "ThreadWaker", "Bell": "PollWaker", "hush": "reset", "estate": "abandoned", "mourning": "deadConsumerTimeout",
    "crowd": "highWaterMark", "Asking": "RequestClient", "Answering": "RequestServer", "Reign": "LeadershipTerm", "reign": "term",
    "giveWay": "yieldLeadership", "boarding": "joinWindow", "Flight": "the thing in flight", "flights": "inFlight",
    "Wire": "TargetConnection", "HeldReads": "BufferedReads", "withManner": "withOptions", "faces": "embeddedAddresses",
    "Surroundings": "Context", "surroundings": "context", "TargetTraces": "TargetFingerprint", "TargetMemory": "LastSuccess",
    "dissent": "disagreement", "dissents": "disagreements", "farewell": "closingMessage", "Sighting": "Execution",
    "IncidentStory": "IncidentDetails", "DeliveryBrief": "DeliveryContext", "BlindSpell": "MonitoringGap",
    "BlindWatch": "MonitoringGapWatch", "Reach": "DialOptions", "lastWord": "onDeadline", "objection": "problem", "Lane": "a queue or pool",
    "lane": "a queue or pool", "patience": "timeout, deadline, gracePeriod, maxAge, maxBytes or budget",
    "Patience": "timeout, deadline, gracePeriod, maxAge, maxBytes or budget",
}
WEB_NAMES = {
    "Door": "SessionGate", "homeless": "unplacedErrors", "standsOnSecret": "needsStoredSecret", "Tied": "FieldIds", "patience": "timeout",
    "takeEarly": "takePrefetched", "askEarly": "prefetch", "furtherFields": "commonFields",
}
# Verbs that stood for different things. Whole names of declared functions.
VERBS = {
    "tell": "notify, log, recordAlert or update", "told": "the noun that it returns", "ask": "request, query or resolve",
    "take": "consume, acquire, receive, dequeue, apply or perform", "judge": "evaluate, verify or validate",
    "note": "record, log or count", "hear": "receive", "giveBack": "release or refund",
}
DECLARED = re.compile(r"\bfunc `?(\w+)")
STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
TOP_LEVEL_TYPE = re.compile(r"^(?:(?:package|final) )*(?:struct|enum|class|protocol|actor) (\w+)", re.MULTILINE)
WORD = re.compile(r"\b[A-Za-z_]\w*\b")

WARN_LINES, MOST_LINES = 250, 400


def tracked_files():
    """Returns every file of the repository, including files not yet added, as relative paths."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout.decode()
    return sorted(name for name in listed.split("\0") if name and (ROOT / name).is_file())


def without_comments(line):
    """Returns the line up to `//`, unless that is inside a string, as in a URL."""
    position = line.find("//")
    while position >= 0:
        if line[:position].count('"') % 2 == 0:
            return line[:position]
        position = line.find("//", position + 2)
    return line


def import_faults(path, module):
    """Yields what is wrong with importing `module` in the file at `path`, which is below Sources."""
    target = path.split("/")[1]
    if module in OURS and module != target and module not in MAY_IMPORT.get(target, set()):
        yield f"{target} must not import {module}"
    home = HOMES.get(module)
    if home and not path.startswith("Sources/" + home):
        yield f"{module} may be imported below Sources/{home} only"
    if target == "HawkCore" and module not in OURS | CORE_PLATFORM:
        yield f"HawkCore is pure and must not import {module}"


def swift_faults(path, lines):
    for number, line in enumerate(lines, start=1):
        code = without_comments(line)
        found = IMPORT.match(code)
        if found:
            for fault in import_faults(path, found.group(1)):
                yield f"{path}:{number}: {fault}"
    if not path.startswith(("Sources/HawkStore/", "Sources/HawkTestSupport/")):
        text = "\n".join(without_comments(line) for line in lines)
        for found in SQL.finditer(text):
            number = text.count("\n", 0, found.start()) + 1
            yield f"{path}:{number}: only HawkStore may contain SQL"


def outside_text_faults(path, lines):
    """Yields uses of untrusted text that take quadratic time."""
    for number, line in enumerate(lines, start=1):
        code = without_comments(line)
        explained = "BOUNDED:" in line or number > 1 and "BOUNDED:" in lines[number - 2]
        if path.startswith(OUTSIDE) and TEXT_KEYS.search(code) and not explained:
            yield f"{path}:{number}: use ByteKey for keys of untrusted text, or add BOUNDED: with the reason why they are short"
        walks = not path.startswith(TRUSTED) and BY_CHARACTERS.search(code)
        if walks or path.startswith(COUNTED) and CHARACTER_COUNT.search(code):
            yield f"{path}:{number}: trim, search and count text by utf8 or unicodeScalars, not by characters"


def header_faults(sources):
    """Yields request headers that are read as text but not limited by RequestHeadLimits."""
    sources = {path: text for path, text in sources.items() if path.startswith("Sources/HawkAPI/")}
    limited = set(re.findall(r'"([a-z-]+)"', sources.get(HEADER_LIMITS, "")))
    names = {swift: name.lower() for text in sources.values() for swift, name in HEADER_NAME.findall(text)}
    for path, text in sources.items():
        for found in HEADER_READ.finditer(text):
            swift = found.group(1)
            name = names.get(swift, re.sub(r"(?=[A-Z])", "-", swift).lower())
            if name not in limited | UNLIMITED_HEADERS:
                number = text.count("\n", 0, found.start()) + 1
                yield f"{path}:{number}: the header {name} must be in the list of RequestHeadLimits"


def resource_faults(sources):
    """Yields types of resources that the common part of HawkAPI names: the resources build on it, and only API.swift knows them."""
    api, common = "Sources/HawkAPI/", "Sources/HawkAPI/Server/"
    homes = {
        name: path for path, text in sources.items() if path.startswith(api) and not path.startswith(common)
        for name in TOP_LEVEL_TYPE.findall(text)
    }
    for path, text in sources.items():
        if path.startswith(common):
            for number, line in enumerate(text.split("\n"), start=1):
                for name in homes.keys() & set(WORD.findall(STRING.sub('""', without_comments(line)))):
                    yield f"{path}:{number}: {common} must not know {name} of {homes[name].removeprefix(api)}"


def name_faults(path, lines, names):
    for number, line in enumerate(lines, start=1):
        for word in WORD.findall(STRING.sub('""', without_comments(line))):
            if word in names:
                yield f"{path}:{number}: {word} is not a word of docs/glossary.md; the field says {names[word]}"


def verb_faults(path, lines):
    """Yields declared functions whose name is a verb with several meanings."""
    for number, line in enumerate(lines, start=1):
        for name in DECLARED.findall(without_comments(line)):
            if name in VERBS:
                yield f"{path}:{number}: name the function {name} by what it does: {VERBS[name]}"


def coding_key_faults(path, lines):
    """Yields coding keys that spell the name that is derived anyway."""
    text = "\n".join(without_comments(line) for line in lines)
    for keys in CODING_KEYS.finditer(text):
        for key in NAMED_KEY.finditer(text, *keys.span(1)):
            if WORD_START.sub("_", key.group(1)).lower() == key.group(2):
                number = text.count("\n", 0, key.start()) + 1
                yield f"{path}:{number}: {key.group(2)} is the derived name of {key.group(1)}; remove it from CodingKeys"


def text_faults(path, lines):
    for number, line in enumerate(lines, start=1):
        if MARKER.search(line):
            yield f"{path}:{number}: finish or remove it: markers of unfinished work must not be committed"
        if MACHINE_PATH.search(line):
            yield f"{path}:{number}: a path of a developer's machine"


def unpinned_dependencies():
    """Yields packages whose resolved version Package.swift does not pin, so that a later build could use another one."""
    resolved = ROOT / "Package.resolved"
    if not resolved.is_file():
        return
    manifest = (ROOT / "Package.swift").read_text(encoding="utf-8")
    for pin in json.loads(resolved.read_text(encoding="utf-8"))["pins"]:
        name, version = pin["location"].rsplit("/", 1)[-1].removesuffix(".git"), pin["state"].get("version", "none")
        if not re.search(rf'[/"]{re.escape(name)}(?:\.git)?",.*"{re.escape(version)}"', manifest):
            yield f"Package.swift:1: {name} {version} is not pinned by an exact version"


def main():
    faults, warnings, sizes, sources = list(unpinned_dependencies()), [], [], {}
    for path in tracked_files():
        if NEVER_COMMITTED.search(path):
            faults.append(f"{path}:1: is built, private or generated, and must not be committed")
            continue
        try:
            lines = (ROOT / path).read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        faults += text_faults(path, lines)
        if path.endswith((".ts", ".tsx")):
            faults += name_faults(path, lines, WEB_NAMES)
        if path.endswith(".swift"):
            faults += name_faults(path, lines, SWIFT_NAMES)
            faults += verb_faults(path, lines)
        if not path.endswith(".swift") or path == "Package.swift":
            continue
        if path.startswith("Sources/"):
            faults += swift_faults(path, lines)
            faults += outside_text_faults(path, lines)
            faults += coding_key_faults(path, lines)
            sources[path] = "\n".join(lines)
            sizes.append(len(lines))
            if len(lines) > MOST_LINES:
                faults.append(f"{path}:{MOST_LINES}: {len(lines)} lines; split it (at most {MOST_LINES})")
        if WARN_LINES < len(lines) and (len(lines) <= MOST_LINES or not path.startswith("Sources/")):
            warnings.append(f"{path}: {len(lines)} lines; above {WARN_LINES}, consider splitting it")

    faults += header_faults(sources)
    faults += resource_faults(sources)
    for line in warnings:
        print("note: " + line)
    for line in faults:
        print(line, file=sys.stderr)
    sizes.sort()
    if sizes:
        print(f"{len(sizes)} Swift sources, median {sizes[len(sizes) // 2]} lines, longest {sizes[-1]}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
