package import HawkCore

/// The probing part of a monitor type: one way of asking whether something is up. Made once for a monitor, and asked any number of
/// times, also at once; keeps no state of its own.
package protocol Probe: MonitorTypeDescription {
    associatedtype Target: ProbeTarget
    associatedtype Settings

    /// How the form asks for the target; its name is `target`.
    static var targetField: FormField { get }
    /// How it shows in `/probe`; as every type does, where the type says nothing.
    static var export: ProbeExport { get }

    init(_ target: Target, _ settings: Settings)

    /// Asks once, and ends the attempt with what came of it, at once or later.
    ///
    /// Runs on the attempt's event loop, in steps that are closures and not futures: a future for each step would cost more than the
    /// step. Opens connections only through the attempt, which resolves, judges, connects, times the phases, and closes everything at
    /// the deadline: a probe contains no deadline and no socket of its own.
    func observe(in attempt: Attempt)
}

extension Probe {
    package static var export: ProbeExport { ProbeExport() }
}
