"""The rules of this code base that no compiler checks: who may import whom, where SQL stands, what is never committed, file sizes.

Prints one line for each fault, `path:line: sentence`, and exits with 1 when there is any. Standard library only.
"""

import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]

# docs/architecture.md: imports go down only, and the four in the middle never import each other.
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
    "HawkAPI": ENGINE | {"CDocs", "CWebAssets", "CZlib"},
    "StatusHawk": ENGINE | {"HawkAPI"},
    "HawkTestSupport": ENGINE | {"HawkAPI", "CPostgreSQL"},
}
OURS = set(MAY_IMPORT) | {"CAres", "CCurl", "CDocs", "CHiredis", "CLinux", "CPCRE2", "CPostgreSQL", "CWebAssets", "CZlib"}

# Libraries with one home: the folder below Sources that may import them.
HOMES = {
    "GRDB": "HawkStore/SQLite/",
    "Hummingbird": "HawkAPI/",
    "HummingbirdCore": "HawkAPI/",
    "Mustache": "HawkAPI/",
    "ArgumentParser": "StatusHawk/",
}
# HawkCore is pure: it may use the platform's text and mathematics, and nothing that opens, dials or asks the time.
CORE_PLATFORM = {"Foundation", "FoundationEssentials", "Glibc", "Musl"}

IMPORT = re.compile(
    r"^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:package|public|internal|private|fileprivate)\s+)?"
    r"import\s+(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)"
)
# SQL statements as they are written in this code base: keywords in upper case.
SQL = re.compile(
    r"\b(?:SELECT\s+[\w*(\"]|INSERT\s+(?:OR\s+\w+\s+)?INTO\b|UPDATE\s+\w+\s+SET\b|DELETE\s+FROM\b|(?:CREATE|ALTER|DROP)\s+(?:TABLE|INDEX|TRIGGER|VIEW)\b)"
)

# Where text of strangers is read. Swift compares and hashes `String` by canonical equivalence, which takes the square of the number of
# combining marks: keys are `ByteKey`, or a comment `BOUNDED:` on the line or the one above says why they are short or ASCII.
OUTSIDE = (
    "Sources/HawkAPI/", "Sources/HawkProbes/", "Sources/HawkCore/Support/JSON", "Sources/HawkCore/Support/StrictDecoder",
    "Sources/HawkEngine/Support/RateLimiter",
)
COUNTED = ("Sources/HawkAPI/", "Sources/HawkCore/", "Sources/HawkEngine/", "Sources/HawkProbes/", "Sources/HawkChannels/")
TEXT_KEYS = re.compile(r"\[String: |Set<String>|Dictionary<String\b")
# By characters, a text is trimmed in the square of its length, searched backwards likewise, and counted without saying how long it is.
BY_CHARACTERS = re.compile(
    r"(?<!properties)\.isWhitespace|\.reversed\(\)\.drop|(?<!utf8)(?<!unicodeScalars)\.lastIndex\(of: \""
)
CHARACTER_COUNT = re.compile(r"\b(?:text|revealed)\.count\b")
# The operator's own text, and that of tests.
TRUSTED = ("Sources/StatusHawk/", "Sources/HawkTestSupport/")
HEADER_LIMITS = "Sources/HawkAPI/Server/RequestHeadLimits.swift"
HEADER_READ = re.compile(r"\b(?:request|self)\.headers\[(?:values: )?\.(\w+)\](?!\s*=[^=])")
HEADER_NAME = re.compile(r"static let (\w+) = Self\(\"([\w-]+)\"\)")
# Read as bytes, or set by ourselves.
UNLIMITED_HEADERS = {"cookie", "user-agent", "statushawk-refusal"}

MARKER = re.compile(r"\b(?:" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]) + r")\b")
MACHINE_PATH = re.compile(r"(?<![\w.~:/}])/(?:home|Users|work)/\w+")
NEVER_COMMITTED = re.compile(
    r"^data/|(?:^|/)(?:Package\.resolved|\.build|\.swiftpm|node_modules|__pycache__)(?:/|$)|\.(?:o|so|a|sqlite|db|pem|key|log|swp|pyc)$"
)

# Names that said nothing to newcomers, and what docs/glossary.md has in their place. Whole words in code, not in comments or strings.
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
STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
WORD = re.compile(r"\b[A-Za-z_]\w*\b")

WARN_LINES, MOST_LINES = 250, 400


def tracked_files():
    """Every file of the repository, also those not yet added, as relative paths."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout.decode()
    return sorted(name for name in listed.split("\0") if name and (ROOT / name).is_file())


def without_comments(line):
    """The line up to `//`, unless that stands inside a string, as in a URL."""
    position = line.find("//")
    while position >= 0:
        if line[:position].count('"') % 2 == 0:
            return line[:position]
        position = line.find("//", position + 2)
    return line


def import_faults(path, module):
    """What is wrong with importing `module` in the file at `path`, which is below Sources."""
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
            yield f"{path}:{number}: SQL stands in HawkStore only"


def outside_text_faults(path, lines):
    """Text of strangers used in ways that take the square of its length."""
    for number, line in enumerate(lines, start=1):
        code = without_comments(line)
        explained = "BOUNDED:" in line or number > 1 and "BOUNDED:" in lines[number - 2]
        if path.startswith(OUTSIDE) and TEXT_KEYS.search(code) and not explained:
            yield f"{path}:{number}: keys of outside text are ByteKey, or BOUNDED: says why they are short"
        walks = not path.startswith(TRUSTED) and BY_CHARACTERS.search(code)
        if walks or path.startswith(COUNTED) and CHARACTER_COUNT.search(code):
            yield f"{path}:{number}: text is trimmed, searched and counted by utf8 or unicodeScalars, not by characters"


def header_faults(sources):
    """Headers of requests that are read as text, but not bounded by RequestHeadLimits."""
    sources = {path: text for path, text in sources.items() if path.startswith("Sources/HawkAPI/")}
    limited = set(re.findall(r'"([a-z-]+)"', sources.get(HEADER_LIMITS, "")))
    names = {swift: name.lower() for text in sources.values() for swift, name in HEADER_NAME.findall(text)}
    for path, text in sources.items():
        for found in HEADER_READ.finditer(text):
            swift = found.group(1)
            name = names.get(swift, re.sub(r"(?=[A-Z])", "-", swift).lower())
            if name not in limited | UNLIMITED_HEADERS:
                number = text.count("\n", 0, found.start()) + 1
                yield f"{path}:{number}: the header {name} must be among those that RequestHeadLimits bounds"


def name_faults(path, lines, names):
    for number, line in enumerate(lines, start=1):
        for word in WORD.findall(STRING.sub('""', without_comments(line))):
            if word in names:
                yield f"{path}:{number}: {word} is not a word of docs/glossary.md; the field says {names[word]}"


def text_faults(path, lines):
    for number, line in enumerate(lines, start=1):
        if MARKER.search(line):
            yield f"{path}:{number}: finish it or leave it out: no marker of unfinished work is committed"
        if MACHINE_PATH.search(line):
            yield f"{path}:{number}: a path of somebody's machine"


def unpinned_dependencies():
    """Packages that were resolved to a version that Package.swift does not name: a later build could take another one."""
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
            faults.append(f"{path}:1: is built, private or generated, and never committed")
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
        if not path.endswith(".swift") or path == "Package.swift":
            continue
        if path.startswith("Sources/"):
            faults += swift_faults(path, lines)
            faults += outside_text_faults(path, lines)
            sources[path] = "\n".join(lines)
            sizes.append(len(lines))
            if len(lines) > MOST_LINES:
                faults.append(f"{path}:{MOST_LINES}: {len(lines)} lines; split it (at most {MOST_LINES})")
        if WARN_LINES < len(lines) and (len(lines) <= MOST_LINES or not path.startswith("Sources/")):
            warnings.append(f"{path}: {len(lines)} lines; past {WARN_LINES} look for the seam")

    faults += header_faults(sources)
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
