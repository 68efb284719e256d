import HawkChannels
import HawkCore

/// Decides when a failed delivery is retried.
enum Backoff {
    private static let first = Duration.seconds(5)
    private static let longest = Duration.minutes(10)
    /// After this time without success, a delivery fails.
    static let retryPeriod = Duration.hours(24)

    /// Doubles from five seconds to ten minutes. A pause requested by the receiver is respected up to an hour.
    /// - Parameter attempts: The number of failed attempts, from 1.
    /// - Returns: Nil if the delivery must not be retried.
    static func pause(after attempts: Int, _ retry: DeliveryError.Retry) -> Duration? {
        switch retry {
        case .never: nil
        case .after(let wish): min(max(wish, self.first), .hours(1))
        case .later: min(self.first * (1 << min(max(attempts - 1, 0), 10)), self.longest)
        }
    }
}
