import HawkBroker
import HawkChannels
import HawkStore
package import Logging

extension [String: Logger.MetadataValue] {
    /// Returns the log metadata of an error: its message, and the store's internal detail. Neither contains values.
    package static func of(_ error: any Error, _ others: Logger.Metadata = [:]) -> Logger.Metadata {
        var metadata = others
        switch error {
        case BrokerError.unavailable(let sentence): metadata["error"] = "\(sentence)"
        case let error as DeliveryError: metadata["error"] = "\(error.message)"
        default: metadata["error"] = "\(error)"
        }
        if let detail = (error as? StoreError)?.detail { metadata["error.detail"] = "\(detail)" }
        return metadata
    }
}
