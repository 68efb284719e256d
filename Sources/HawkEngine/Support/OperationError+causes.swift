import HawkBroker
package import HawkCore
import HawkStore

extension OperationError {
    /// Converts an error that an operation threw to the one that its caller may see.
    /// - Returns: nil for an internal error, which only the log may describe.
    package init?(causedBy error: any Error) {
        switch error {
        case let error as OperationError: self = error
        case let error as StoreError: self.init(error)
        case BrokerError.noAnswer: self.init(.timedOut, "no runner or notifier answered in time")
        case is BrokerError: self.init(.unavailable(retryAfter: nil), "the broker cannot be reached")
        default: return nil
        }
    }

    private init?(_ error: StoreError) {
        switch error {
        case .conflict, .unique: self.init(.conflict, error.description)
        case .corrupt, .invalid, .constraint: return nil
        case .unavailable, .disk, .unusable, .schema, .commitUnknown:
            self.init(.unavailable(retryAfter: .seconds(5)), error.description)
        }
    }
}
