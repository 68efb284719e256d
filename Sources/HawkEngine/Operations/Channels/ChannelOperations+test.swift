import HawkBroker
package import HawkCore
import HawkStore

extension ChannelOperations {
    /// The outcome of a test message.
    package enum TestOutcome: Sendable, Equatable {
        case sent
        /// The text says why, for the channel's owner.
        case failed(String)
    }

    /// Longer than a notifier needs to reply, regardless of what the receiver does.
    static let deadline = Duration.seconds(30)

    /// Requests a notifier to send a test message now.
    /// - Throws: `timedOut` if no notifier replies within 30 seconds. `rateLimited` after too many tests, or while the receiver
    ///   asked us to wait.
    package func test(_ id: ID<Channel>, as principal: Principal) async throws -> TestOutcome {
        try principal.require(.admin)
        let (channel, message, now) = try await self.engine.database.read { db in
            let channel = try self.require(id, as: principal, in: db)
            return (channel, try self.message(for: channel, in: db), try db.now())
        }
        try self.testLimits.consume(channel, at: now)
        let outcome = try await self.send(message, through: channel)
        try await self.engine.database.write { db in
            let error: String? = if case .failed(let why) = outcome { why } else { nil }
            try self.channels.record(error: error, of: id, in: db)
            try self.engine.audit(
                "channel.test", .init("channel", id.rawValue), by: principal, details: ["name": .string(channel.name)], in: db)
        }
        return outcome
    }

    private func send(_ message: AlertMessage, through channel: Channel) async throws -> TestOutcome {
        let request = BrokerRequest.send(
            message, type: channel.type, config: channel.config, sealedConfig: channel.sealedConfig)
        do {
            switch try await self.engine.broker.request(request, within: Self.deadline) {
            case .sent: return .sent
            case .refused(let why): return .failed(why)
            case .busy(let message): throw OperationError(.rateLimited(retryAfter: .seconds(5)), message)
            case .checked: throw OperationError(.timedOut, "a notifier sent an unexpected reply: try again")
            }
        } catch BrokerError.noAnswer {
            throw OperationError(.timedOut, "no notifier answered within \(Self.deadline.words)")
        }
    }

    private func message(for channel: Channel, in db: any Connection) throws -> AlertMessage {
        guard let organization = try OrganizationRepository().find(channel.organization, in: db) else {
            throw OperationError.notFound
        }
        let now = try db.now()
        return AlertMessage(
            deliveryKey: "test-\(channel.id)-\(now.milliseconds)", kind: .test, occurredAt: now,
            url: self.engine.installation.publicURL, organization: .init(id: organization.id, name: organization.name),
            monitor: nil, incident: nil)
    }
}
