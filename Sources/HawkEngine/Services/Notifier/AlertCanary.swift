import HawkChannels
import HawkCore
import HawkStore
import Synchronization

/// Proves every minute that alerts can be planned and sent. It plans one in a transaction that is rolled back, and sends it to a
/// null channel, by the same code as real alerts.
final class AlertCanary: Sendable {
    private static let interval = Duration.seconds(60)
    /// After this time without a success, alerting counts as broken.
    private static let maxAge = Duration.minutes(3)

    private struct State {
        var startedAt: SuspendingClock.Instant?
        var succeededAt = SuspendingClock.now
    }

    private struct Unproven: Error, CustomStringConvertible {
        let description: String
    }

    /// Carries the planned delivery out of the transaction and rolls it back.
    private struct RolledBack: Error {
        let context: DeliveryContext
    }

    private let engine: Engine
    private let channel: NullChannel
    private let sender: ChannelSender
    private let state = Mutex(State())

    init(_ engine: Engine, environment: ChannelEnvironment) {
        self.engine = engine
        let channel = NullChannel()
        self.channel = channel
        let channels = ChannelRegistry([AnyChannelType(channel, in: ChannelInstallation(hasMailServer: false))])
        self.sender = ChannelSender(engine, channels: channels, environment: environment)
        engine.metrics.gauge(
            "statushawk_alert_test_age_seconds", "Time since a test alert was last planned and sent successfully."
        ).read { [weak self] in self?.age().seconds ?? 0 }
    }

    /// Returns whether a run is due, and marks it as started.
    func beginIfDue(now: SuspendingClock.Instant = .now) -> Bool {
        self.state.withLock { state in
            guard state.startedAt.map({ $0.duration(to: now) >= Self.interval }) ?? true else { return false }
            state.startedAt = now
            return true
        }
    }

    /// - Throws: If the last success is too long ago.
    func requireSuccess(now: SuspendingClock.Instant = .now) throws {
        let age = self.age(now)
        guard age < Self.maxAge else {
            throw Unproven(description: "no test alert could be planned and sent for \(age.components.seconds) s")
        }
    }

    func run() async {
        await self.engine.troubles.track(.canary) {
            let context = try await self.plan()
            try await self.sender.send(
                context.message, type: context.channel.type, config: context.channel.config, sealed: context.channel.sealedConfig)
            guard let received = self.channel.received, received.key == context.message.deliveryKey,
                received.secret == Self.secret
            else { throw Unproven(description: "the test alert did not reach its channel") }
            self.state.withLock { $0.succeededAt = .now }
        }
    }

    private func age(_ now: SuspendingClock.Instant = .now) -> Duration {
        self.state.withLock { $0.succeededAt.duration(to: now) }
    }

    /// Decrypted before sending, which proves that the key opens what it sealed.
    private static let secret = "canary"

    /// Plans an alert to one channel and reads its delivery context. Leaves nothing in the database.
    private func plan() async throws -> DeliveryContext {
        let engine = self.engine
        do {
            try await engine.database.write { db in
                let now = try db.now()
                let organization = try OrganizationRepository().insert(name: "canary", at: now, in: db).id
                let sealed = try engine.secrets.seal(["secret": .string(Self.secret)], for: .channelConfig, of: organization)
                let channel = Channel(
                    id: ID(0), organization: organization, name: "canary", type: NullChannel.type, config: [:],
                    sealedConfig: sealed, isDefault: true, createdAt: now, updatedAt: now)
                _ = try ChannelRepository().insert(channel, in: db)
                let draft = AlertEventRepository.Draft(
                    organization: organization, incident: nil, monitor: nil, kind: .test, occurredAt: now, status: .down)
                guard let id = try AlertEventRepository().insert(draft, in: db),
                    let event = try AlertEventRepository().find(id, in: db)
                else { throw Unproven(description: "the test event was not stored") }
                try AlertPlanner().plan(event, notBefore: now, in: db)
                try AlertEventRepository().markPlanned([id], in: db)
                guard let delivery = try DeliveryRepository().all(of: id, in: db).first,
                    case .ready(let context) = try DeliveryContext.read(
                        delivery, publicURL: engine.installation.publicURL, in: db)
                else { throw Unproven(description: "no delivery of the test event was planned") }
                throw RolledBack(context: context)
            }
        } catch let rolledBack as RolledBack {
            return rolledBack.context
        }
        throw Unproven(description: "the test transaction was not rolled back")
    }
}
