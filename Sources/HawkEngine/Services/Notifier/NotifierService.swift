import HawkBroker
package import HawkChannels
import HawkCore
import HawkStore
import Logging
import ServiceLifecycle

/// Plans deliveries from alert events and sends them. A wake-up makes it fast; a sweep every second replaces lost wake-ups.
package struct NotifierService: Service {
    private static let sweep = Duration.seconds(1)
    /// How long a claim lasts unless the notifier renews it.
    private static let claim = Duration.seconds(60)
    /// How often claims are renewed.
    private static let renewal = Duration.seconds(15)
    /// Consecutive claims of one delivery per channel: enough for a quick channel to reach its limit in flight.
    private static let rounds = 4
    /// The most messages that one notifier sends at once, including tests.
    package static let maxTransfers = SendPools.quickPlaces + SendPools.slowPlaces + TestQueue.places

    private let engine: Engine
    private let sender: ChannelSender
    private let tests: TestQueue
    private let consentMailer: LinkMailer<ConsentMailQueue>
    private let accountMailer: LinkMailer<AccountMailQueue>
    private let places = SendPlaces()
    /// Raised when a delivery may be due or a place is free.
    private let signal = WakeSignal()
    private let holder: String
    private let meters: NotifierMeters
    private let canary: AlertCanary

    /// - Parameter holder: This process's name in its claims. No other living process has it.
    package init(_ engine: Engine, environment: ChannelEnvironment, holder: String) {
        self.engine = engine
        self.sender = ChannelSender(engine, environment: environment)
        self.tests = TestQueue(self.sender)
        self.consentMailer = LinkMailer(queue: ConsentMailQueue(engine), environment: environment)
        self.accountMailer = LinkMailer(queue: AccountMailQueue(engine), environment: environment)
        self.holder = holder
        self.meters = NotifierMeters(engine.metrics)
        self.canary = AlertCanary(engine, environment: environment)
    }

    /// - Throws: If there is no recent proof that alerts can be sent.
    package func requireAlerting() throws { try self.canary.requireSuccess() }

    package func run() async throws {
        let wakeUps = self.engine.broker.wakeUps(.alertsPending)
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await cancelWhenGracefulShutdown { await self.signal.follow(wakeUps, every: Self.sweep) }
            }
            group.addTask { await cancelWhenGracefulShutdown { await self.answerTests() } }
            group.addTask { await cancelWhenGracefulShutdown { await BacklogWatch(self.engine).run() } }
            group.addTask { await cancelWhenGracefulShutdown { await self.consentMailer.run() } }
            group.addTask { await cancelWhenGracefulShutdown { await self.accountMailer.run() } }
            group.addTask { await cancelWhenGracefulShutdown { await self.renew() } }
            // Not cancelled at shutdown: a message in flight is sent, and its receipt recorded.
            group.addTask {
                await withGracefulShutdownHandler {
                    await self.work()
                } onGracefulShutdown: {
                    self.signal.finish()
                }
            }
        }
    }

    private func work() async {
        var released = false
        await withDiscardingTaskGroup { group in
            for await _ in self.signal.signals {
                if Task.isShuttingDownGracefully { break }
                let began = ContinuousClock.now
                self.places.moveSlow()
                do {
                    if !released { try await self.release() }
                    released = true
                    if try await self.plan() { self.signal.raise() }
                    for _ in 0..<Self.rounds {
                        let claimed = try await self.claim()
                        if claimed.isEmpty { break }
                        for delivery in claimed { group.addTask { await self.deliver(delivery) } }
                    }
                    self.engine.troubles.end(.alerting)
                } catch {
                    self.engine.troubles.record(.alerting, error)
                }
                if self.canary.beginIfDue() { group.addTask { await self.canary.run() } }
                // Passes take at most half of the time, even if they are slow. If cancelled, the loop ends.
                try? await Task.sleep(for: max(.milliseconds(20), began.duration(to: .now)))
            }
        }
    }

    /// Releases the claims of an earlier process of this name, which is dead, so that its deliveries need not wait for expiry.
    private func release() async throws {
        try await self.engine.database.write { [holder] db in try DeliveryRepository().release(heldBy: holder, in: db) }
    }

    /// Plans deliveries from new alert events by the current rules: one batch, so that sending never waits for a long queue.
    /// - Returns: Whether there may be more events.
    private func plan() async throws -> Bool {
        try await self.engine.database.write { db in try AlertPlanner().plan(in: db) }
    }

    /// Claims due deliveries, at most one per channel, within the capacity shares of their organizations.
    private func claim() async throws -> [Delivery] {
        let limits = self.places.free
        guard limits.quick + limits.slow > 0 else { return [] }
        // Searched outside of the claim's transaction, because SQLite has one writer.
        let due = try await self.engine.database.read { db in
            try DeliveryRepository().due(within: limits, in: db)
        }
        let admitted = self.places.admit(due)
        guard !admitted.isEmpty else { return [] }
        var claimed: [Delivery] = []
        defer {
            for id in Set(admitted).subtracting(claimed.map(\.id)) { self.places.end(id) }
        }
        claimed = try await self.engine.database.write { [holder] db in
            try DeliveryRepository().claim(admitted, until: db.now() + Self.claim, by: holder, in: db)
        }
        // Another notifier took some, so there is room for more.
        if claimed.count < admitted.count { self.signal.raise() }
        return claimed
    }

    /// Renews claims: a receiver may take minutes, and another notifier must not send the same meanwhile.
    private func renew() async {
        for await _ in PeriodicLoop(every: Self.renewal, after: Self.renewal) {
            let sending = self.places.sending
            guard !sending.isEmpty else { continue }
            await self.engine.troubles.track(.renewingClaims) {
                try await self.engine.database.write { [holder] db in
                    try DeliveryRepository().renew(sending, until: db.now() + Self.claim, by: holder, in: db)
                }
            }
        }
    }

    private func deliver(_ delivery: Delivery) async {
        defer {
            self.places.end(delivery.id)
            self.signal.raise()
        }
        do {
            let (outcome, took) = try await self.send(delivery)
            self.meters.count(outcome)
            self.log(outcome, of: delivery)
            try await self.record(outcome, of: delivery, took: took)
        } catch {
            // The claim holds until its minute ends; then the delivery is sent again under the same key.
            self.engine.logger.error(
                "Failed to record the outcome of a delivery", metadata: .of(error, delivery.logMetadata))
        }
    }

    /// Waits for the database if it became unavailable during the send, so that a sent alert is recorded and not repeated.
    private func record(_ outcome: DeliveryOutcome, of delivery: Delivery, took: Duration) async throws {
        let record = DeliveryRecord(delivery, holder: self.holder, took: took)
        while true {
            do {
                return try await self.engine.database.write { db in try record.write(outcome, in: db) }
            } catch let error as StoreError where error.mayPass && !Task.isShuttingDownGracefully {
                try await Task.sleep(for: .milliseconds(200))
            }
        }
    }

    /// - Returns: The outcome, and the time that the receiver took.
    private func send(_ delivery: Delivery) async throws -> (DeliveryOutcome, took: Duration) {
        let publicURL = self.engine.installation.publicURL
        let reading = try await self.engine.database.read { db in
            try DeliveryContext.read(delivery, publicURL: publicURL, in: db)
        }
        let context: DeliveryContext
        switch reading {
        case .ready(let ready): context = ready
        case .useless(let why): return (.dropped(why), .zero)
        case .switchedOff: return (.failed(DeliveryError(DeliveryRepository.switchedOff, retry: .later)), .zero)
        }
        let channel = context.channel
        let named = self.sender.recipients(of: channel.type, config: channel.config)
        if let recipient = delivery.recipient, named?.contains(recipient) != true {
            return (.dropped("\(recipient) is no longer a recipient of the channel"), .zero)
        }
        let (audience, waiting) = context.split(named, for: delivery)
        if let audience, audience.isEmpty {
            return (.failed(DeliveryError("its recipients have not received an earlier alert yet", retry: .later)), .zero)
        }
        let start = ContinuousClock.now
        do throws(DeliveryError) {
            var receipt = try await self.sender.send(
                context.message, type: channel.type, config: channel.config, sealed: channel.sealedConfig, to: audience)
            receipt.waiting = waiting
            return (.sent(receipt), start.duration(to: .now))
        } catch {
            return (.failed(error), start.duration(to: .now))
        }
    }

    private func log(_ outcome: DeliveryOutcome, of delivery: Delivery) {
        let logger = self.engine.logger
        switch outcome {
        case .sent: logger.info("Delivered alert", metadata: delivery.logMetadata)
        case .failed(let error): logger.warning("Failed to deliver alert", metadata: .of(error, delivery.logMetadata))
        case .dropped(let why):
            logger.notice(
                "Dropped alert", metadata: delivery.logMetadata.merging(["delivery.reason": "\(why)"]) { _, last in last })
        }
    }

    /// Sends test messages that the API requests, and replies with the outcome.
    private func answerTests() async {
        await withDiscardingTaskGroup { group in
            for await request in self.engine.broker.requests(for: .notifier) {
                group.addTask { await self.tests.answer(request) }
            }
        }
    }
}
