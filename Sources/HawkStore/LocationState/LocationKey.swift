package import HawkCore

/// One monitor at one location: the key of its state and the order of locks.
package struct LocationKey: Hashable, Comparable, Sendable {
    package let monitor: ID<Monitor>
    package let location: String

    package init(monitor: ID<Monitor>, location: String) {
        self.monitor = monitor
        self.location = location
    }

    package init(_ result: CheckResult) { self.init(monitor: result.monitor, location: result.location) }

    package static func < (left: Self, right: Self) -> Bool {
        (left.monitor, left.location) < (right.monitor, right.location)
    }
}
