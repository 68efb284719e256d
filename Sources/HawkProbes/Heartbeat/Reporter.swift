/// A monitor type without a probe: what is watched reports by itself, and is down where it stays silent. It has no target, and no
/// location checks it.
package protocol Reporter: MonitorTypeDescription {
    associatedtype Settings

    /// How much later than its interval a report may come.
    static func grace(_ settings: Settings) -> Duration
}
