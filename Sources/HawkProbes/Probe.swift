package import HawkCore
package import NIOCore

/// The probing part of a monitor type: one way of asking whether something is up. Keeps no state per monitor.
package protocol Probe: Sendable {
    associatedtype Target: ProbeTarget
    associatedtype Settings: MonitorSettings

    /// Stored in the database and in the API; never rename it. `docs/monitors/<type>.md` describes it.
    static var type: MonitorType { get }
    /// The type's name as people know it.
    static var label: String { get }
    /// One sentence: what a check of this type does.
    static var summary: String { get }
    /// How the form asks for the target; its name is `target`.
    static var targetField: FormField { get }
    /// The fields of `settings`, in display order.
    static var form: [FormField] { get }

    init()

    /// Asks once. The future fails with `TargetFailure` where the target failed on the way, and with `RunnerFault` where we did.
    ///
    /// Runs on the attempt's event loop. Opens connections only through the attempt, which resolves, judges, connects, times the
    /// phases, and closes everything at the deadline: a probe contains no deadline and no socket of its own.
    func observe(_ target: Target, _ settings: Settings, in attempt: Attempt) -> EventLoopFuture<Observation>
}
