import HawkChannels
import HawkCore
import HawkStore

/// The outcome of one delivery attempt.
enum DeliveryOutcome: Sendable {
    case sent(SendReceipt)
    case failed(DeliveryError)
    case dropped(String)
}

/// Writes an attempt's outcome to the delivery and its channel.
struct DeliveryRecord: Sendable {
    /// How long a channel counts as slow after a slow send. Longer than the longest pause between attempts.
    private static let slowness = Duration.minutes(15)

    private let delivery: Delivery
    private let holder: String
    private let isSlow: Bool

    /// - Parameter took: The time that the receiver took.
    init(_ delivery: Delivery, holder: String, took: Duration) {
        self.delivery = delivery
        self.holder = holder
        self.isSlow = took >= SendPools.slowAfter
    }

    /// Does not change the delivery if another notifier has taken the claim.
    func write(_ outcome: DeliveryOutcome, in db: any Connection) throws {
        switch outcome {
        case .sent(let receipt): try self.write(receipt, in: db)
        case .dropped(let why):
            try DeliveryRepository().end(self.delivery, as: .dropped, error: why, by: self.holder, in: db)
        case .failed(let error): try self.write(error, in: db)
        }
    }

    /// Plans a delivery of its own for each recipient that missed this one and may be retried. So the alerts of the other
    /// recipients do not wait.
    private func write(_ receipt: SendReceipt, in db: any Connection) throws {
        let deliveries = DeliveryRepository()
        let now = try db.now()
        let later = receipt.missed.compactMap { missed in
            self.retry(missed.retry, at: now).map { (recipient: missed.recipient, at: $0, error: missed.message) }
        }
        let isRefused = later.count < receipt.missed.count
        let isOurs =
            isRefused
            ? try deliveries.end(self.delivery, as: .failed, error: receipt.detail, by: self.holder, in: db)
            : try deliveries.sent(
                self.delivery, detail: receipt.detail, reference: receipt.reference, by: self.holder, in: db)
        guard isOurs else { return }
        for missed in later {
            try deliveries.plan(
                self.delivery, for: missed.recipient, attempts: self.delivery.attempts, notBefore: missed.at, error: missed.error,
                in: db)
        }
        for recipient in receipt.waiting {
            try deliveries.plan(self.delivery, for: recipient, attempts: 0, notBefore: now, error: nil, in: db)
        }
        try self.recordChannel(error: receipt.missed.isEmpty ? nil : receipt.detail, in: db)
    }

    /// - Returns: Nil if there is no retry.
    private func retry(_ retry: DeliveryError.Retry, at now: Instant) -> Instant? {
        guard let pause = Backoff.pause(after: self.delivery.attempts, retry) else { return nil }
        return now + pause < self.delivery.createdAt + Backoff.retryPeriod ? now + pause : nil
    }

    private func write(_ error: DeliveryError, in db: any Connection) throws {
        try self.recordChannel(error: error.message, in: db)
        let now = try db.now()
        // The receiver's request applies to the channel, so its other deliveries wait too.
        if case .after = error.retry, let pause = Backoff.pause(after: self.delivery.attempts, error.retry) {
            try ChannelRepository().wait(until: now + pause, of: self.delivery.channel, in: db)
        }
        let deliveries = DeliveryRepository()
        if let instant = self.retry(error.retry, at: now) {
            try deliveries.retry(self.delivery, at: instant, error: error.message, by: self.holder, in: db)
        } else {
            try deliveries.end(self.delivery, as: .failed, error: error.message, by: self.holder, in: db)
        }
    }

    private func recordChannel(error: String?, in db: any Connection) throws {
        let slowUntil = self.isSlow ? try db.now() + Self.slowness : nil
        try ChannelRepository().record(error: error, slowUntil: slowUntil, of: self.delivery.channel, in: db)
    }
}
