package import HawkCore

/// The failure of a target, before it becomes a failed `Observation`. It never leaves an attempt.
package struct TargetFailure: Error, Sendable, Equatable {
    package let reason: Reason
    /// For the person who reads the alert.
    package let message: String
    package let statusCode: Int?

    package init(_ reason: Reason, _ message: String, statusCode: Int? = nil) {
        self.reason = reason
        self.message = message
        self.statusCode = statusCode
    }
}
