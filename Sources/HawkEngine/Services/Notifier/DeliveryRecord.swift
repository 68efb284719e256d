import HawkChannels
import HawkCore
import HawkStore

/// What became of one attempt to deliver.
enum DeliveryOutcome: Sendable {
    /// With who of several did not get it, in a sentence; nil where everyone did.
    case sent(note: String?)
    case failed(DeliveryError)
    case dropped(String)
}

/// Writes an attempt's outcome to the delivery and its channel.
struct DeliveryRecord: Sendable {
    /// How long a channel counts as slow after a slow send; longer than the longest pause before the next attempt.
    private static let slowness = Duration.minutes(15)

    private let delivery: Delivery
    private let holder: String
    private let isSlow: Bool

    /// - Parameter took: how long the receiver took.
    init(_ delivery: Delivery, holder: String, took: Duration) {
        self.delivery = delivery
        self.holder = holder
        self.isSlow = took >= SendLanes.slowAfter
    }

    /// - Returns: the delivery's final status; nil when it will be tried again, or the claim was lost to another notifier.
    func write(_ outcome: DeliveryOutcome, in db: any Connection) throws -> DeliveryStatus? {
        let deliveries = DeliveryRepository()
        switch outcome {
        case .sent(let note):
            guard try deliveries.sent(self.delivery.id, note: note, by: self.holder, in: db) else { return nil }
            try self.recordChannel(error: nil, in: db)
            return .sent
        case .dropped(let why):
            return try deliveries.giveUp(self.delivery.id, as: .dropped, error: why, by: self.holder, in: db) ? .dropped : nil
        case .failed(let error):
            return try self.write(error, in: db)
        }
    }

    private func write(_ error: DeliveryError, in db: any Connection) throws -> DeliveryStatus? {
        try self.recordChannel(error: error.message, in: db)
        let now = try db.now()
        let pause = Backoff.pause(after: self.delivery.attempts, error.retry)
        // The receiver asks for itself, not for one alert: the channel's other deliveries wait too.
        if let pause, case .after = error.retry {
            try ChannelRepository().wait(until: now + pause, of: self.delivery.channel, in: db)
        }
        let deliveries = DeliveryRepository()
        if let pause, now + pause < self.delivery.createdAt + Backoff.patience {
            try deliveries.retry(self.delivery, at: now + pause, error: error.message, by: self.holder, in: db)
            return nil
        }
        return try deliveries.giveUp(self.delivery.id, as: .failed, error: error.message, by: self.holder, in: db) ? .failed : nil
    }

    private func recordChannel(error: String?, in db: any Connection) throws {
        let slowUntil = self.isSlow ? try db.now() + Self.slowness : nil
        try ChannelRepository().record(error: error, slowUntil: slowUntil, of: self.delivery.channel, in: db)
    }
}
