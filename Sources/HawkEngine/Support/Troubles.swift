import HawkCore
import Logging

extension Trouble {
    static let clock = Trouble(
        .warning, "Failed to read the database's clock; this process uses its own clock until it succeeds",
        ends: "The database's clock can be read again")
    static let machineClock = Trouble(
        .warning, "This machine's clock is off by more than a second; StatusHawk uses the database's clock",
        ends: "This machine's clock is correct again", every: .hours(1))

    static let leading = Trouble(.error, "The scheduler failed; it will be retried", ends: "The scheduler works again")
    static let renewing = Trouble(.warning, "Failed to renew the scheduler lease", ends: "The scheduler lease is renewed again")
    static let announcing = Trouble(
        .warning, "Failed to announce the leader to other schedulers", ends: "The leader is announced to other schedulers again")
    static let following = Trouble(
        .warning, "Failed to read monitor changes", ends: "Monitor changes are read again")
    static let monitoringGaps = Trouble(
        .warning, "Failed to look for monitors that are not being checked",
        ends: "Monitors that are not being checked are detected again")
    static let emitting = Trouble(.warning, "Failed to emit check tasks", ends: "Check tasks are emitted again")

    static let storing = Trouble(
        .error, "Failed to store check results; they are kept and retried", ends: "Check results are stored again")
    static let spilling = Trouble(
        .error, "Failed to spill check results to disk; they are kept in memory", ends: "Check results are spilled to disk again")
    package static let damage = Trouble(
        .critical,
        "The database is damaged; results it does not accept are kept on disk. `statushawk doctor` lists the damaged tables",
        ends: "The database accepts all results again")
    static let alerting = Trouble(
        .error, "Failed to process alerts; they wait for the database", ends: "Alerts are processed again")
    // The sending of alerts has the same failures as these three and reports them at a higher level.
    static let countingBacklog = Trouble(.debug, "Failed to count undelivered alerts", ends: nil)
    static let renewingClaims = Trouble(.debug, "Failed to renew claims on deliveries", ends: nil)
    static let mailing = Trouble(.debug, "Failed to read or claim pending mails", ends: nil)
    static let canary = Trouble(
        .error, "Failed to plan and send the test alert", ends: "The test alert is planned and sent again")

    static let retention = Trouble(.error, "Retention failed; it will be retried", ends: "Retention works again")
    static let runnerHeartbeat = Trouble(.debug, "Failed to store runner heartbeat", ends: nil)
    static let connectivity = Trouble(
        .error, "This runner cannot reach any address of STATUSHAWK_CONNECTIVITY_CHECK; failed checks count as unknown",
        ends: "This runner reaches an address of STATUSHAWK_CONNECTIVITY_CHECK again")
    static let redis = Trouble(.warning, "Redis is unavailable", ends: nil)
    static let touching = Trouble(
        .warning, "Failed to store when a session or token was last used",
        ends: "Last uses of sessions and tokens are stored again")
    package static let rights = Trouble(
        .warning, "Failed to verify access to open event streams",
        ends: "Access to open event streams is verified again")
    package static let readiness = Trouble(.warning, "Not ready", ends: "Ready again")
    package static let pages = Trouble(
        .warning, "Status pages are served from cache: the database cannot be reached",
        ends: "Status pages are read from the database again")
}
