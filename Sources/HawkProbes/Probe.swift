package import HawkCore
package import NIOCore

/// The probing part of a monitor type: one way of asking whether something is up. Keeps no state per monitor.
package protocol Probe: MonitorTypeDescription {
    associatedtype Target: ProbeTarget
    associatedtype Settings

    /// How the form asks for the target; its name is `target`.
    static var targetField: FormField { get }
    /// How it shows in `/probe`; as every type does, where the type says nothing.
    static var export: ProbeExport { get }

    init()

    /// Asks once. The future fails with `TargetFailure` where the target failed on the way, and with `RunnerFault` where we did.
    ///
    /// Runs on the attempt's event loop. Opens connections only through the attempt, which resolves, judges, connects, times the
    /// phases, and closes everything at the deadline: a probe contains no deadline and no socket of its own.
    func observe(_ target: Target, _ settings: Settings, in attempt: Attempt) -> EventLoopFuture<Observation>
}

extension Probe {
    package static var export: ProbeExport { ProbeExport() }
}
