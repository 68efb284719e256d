import HawkChannels
import HawkCore

/// When a delivery that failed is tried again.
enum Backoff {
    private static let first = Duration.seconds(5)
    private static let longest = Duration.minutes(10)
    /// After this long without success a delivery has failed.
    static let retryPeriod = Duration.hours(24)

    /// Doubles from five seconds to ten minutes; the other side's own wish is honoured up to an hour.
    /// - Parameter attempts: how many have failed, from 1.
    /// - Returns: nil when it is not to be tried again.
    static func pause(after attempts: Int, _ retry: DeliveryError.Retry) -> Duration? {
        switch retry {
        case .never: nil
        case .after(let wish): min(max(wish, self.first), .hours(1))
        case .later: min(self.first * (1 << min(max(attempts - 1, 0), 10)), self.longest)
        }
    }
}
