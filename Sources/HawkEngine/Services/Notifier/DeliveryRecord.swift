import HawkChannels
import HawkCore
import HawkStore

/// What became of one attempt to deliver.
enum DeliveryOutcome: Sendable {
    case sent
    case failed(DeliveryError)
    case dropped(String)
}

/// Writes an attempt's outcome to the delivery and its channel.
struct DeliveryRecord: Sendable {
    private let delivery: Delivery
    private let holder: String

    init(_ delivery: Delivery, holder: String) {
        self.delivery = delivery
        self.holder = holder
    }

    /// - Returns: the delivery's final status; nil when it will be tried again, or the claim was lost to another notifier.
    func write(_ outcome: DeliveryOutcome, in db: any Connection) throws -> DeliveryStatus? {
        let deliveries = DeliveryRepository()
        switch outcome {
        case .sent:
            guard try deliveries.sent(self.delivery.id, by: self.holder, in: db) else { return nil }
            try ChannelRepository().record(error: nil, of: self.delivery.channel, in: db)
            return .sent
        case .dropped(let why):
            return try deliveries.giveUp(self.delivery.id, as: .dropped, error: why, by: self.holder, in: db) ? .dropped : nil
        case .failed(let error):
            try ChannelRepository().record(error: error.message, of: self.delivery.channel, in: db)
            let now = try db.now()
            if let pause = Backoff.pause(after: self.delivery.attempts, error.retry),
                now + pause < self.delivery.createdAt + Backoff.patience
            {
                try deliveries.retry(self.delivery.id, at: now + pause, error: error.message, by: self.holder, in: db)
                return nil
            }
            return try deliveries.giveUp(self.delivery.id, as: .failed, error: error.message, by: self.holder, in: db)
                ? .failed : nil
        }
    }
}
