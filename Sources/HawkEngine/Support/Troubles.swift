import HawkCore
import Logging

extension Trouble {
    static let clock = Trouble(
        .warning, "The database was not asked the time; this process goes by its own clock meanwhile",
        ends: "The database tells the time again")
    static let machineClock = Trouble(
        .warning, "This machine's clock is off by more than a second; StatusHawk goes by the database's",
        ends: "This machine's clock is right again", every: .hours(1))

    static let leading = Trouble(.error, "The scheduler will try again", ends: "The scheduler works again")
    static let renewing = Trouble(.warning, "The lease could not be renewed", ends: "The lease is renewed again")
    static let announcing = Trouble(
        .warning, "Other schedulers were not told who leads", ends: "Other schedulers are told again who leads")
    static let following = Trouble(
        .warning, "Changes of monitors are not known", ends: "Changes of monitors are known again")
    static let emitting = Trouble(.warning, "Tasks could not be emitted", ends: "Tasks are emitted again")

    static let storing = Trouble(
        .error, "Results could not be stored; they are kept and tried again", ends: "Results are stored again")
    static let spilling = Trouble(
        .error, "Results could not be spilled; they are kept in memory", ends: "Results are spilled again")
    package static let damage = Trouble(
        .critical, "The database is damaged; what it does not take is kept on the disk. `statushawk doctor` names the tables",
        ends: "The database takes everything again")
    static let alerting = Trouble(.error, "Alerts wait for the database", ends: "Alerts are sent again")
    static let canary = Trouble(
        .error, "The test alert could not be planned and sent", ends: "The test alert is planned and sent again")

    static let connectivity = Trouble(
        .error, "This runner reaches none of the addresses by which it knows its network; no target is blamed meanwhile",
        ends: "This runner reaches its network again")
    static let redis = Trouble(.warning, "Redis cannot be used at the moment", ends: nil)
    static let touching = Trouble(.warning, "A sign of use could not be stored", ends: "Signs of use are stored again")
    package static let rights = Trouble(
        .warning, "It is not known whether those who listen to live events still may",
        ends: "It is known again who may listen to live events")
    package static let readiness = Trouble(.warning, "Not ready", ends: "Ready again")
    package static let pages = Trouble(
        .warning, "Public pages are served from cache: the store cannot be reached", ends: "Public pages are read again")
}
