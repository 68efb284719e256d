package import HawkCore

/// The probing part of a monitor type. Created once for a monitor and used any number of times, also in parallel. It keeps no
/// state of its own.
package protocol Probe: MonitorTypeDescription {
    associatedtype Target: ProbeTarget

    /// The form field for the target. Its name is `target`.
    static var targetField: FormField { get }
    /// Its presentation in `/probe`. The default is that of every type.
    static var export: ProbeExport { get }

    init(_ target: Target, _ settings: Settings)

    /// Runs one attempt and ends it with the result, at once or later.
    ///
    /// Runs on the attempt's event loop, in steps that are closures rather than futures: a future for each step would cost more
    /// than the step. It opens connections only through the attempt. The attempt resolves, evaluates addresses, connects, times
    /// the phases, and closes everything at the deadline. A probe has no deadline and no socket of its own.
    func observe(in attempt: Attempt)
}

extension Probe {
    package static var export: ProbeExport { ProbeExport() }
}
