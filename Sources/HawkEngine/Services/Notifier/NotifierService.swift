import HawkBroker
package import HawkChannels
import HawkCore
import HawkStore
import Logging
import ServiceLifecycle

/// Plans deliveries from alert events and sends them. A wake-up makes it quick; a sweep every second finds what a wake-up lost.
package struct NotifierService: Service {
    private static let sweep = Duration.seconds(1)
    /// How long a claimed delivery is one notifier's own; longer than any channel may take to send.
    private static let claim = Duration.seconds(60)
    private static let concurrency = 16

    private let engine: Engine
    private let sender: ChannelSender
    private let holder: String
    private let meters: NotifierMeters
    private let canary: AlertCanary

    /// - Parameter holder: this process's name in its claims; no other living process has it.
    package init(_ engine: Engine, environment: ChannelEnvironment, holder: String) {
        self.engine = engine
        self.sender = ChannelSender(engine, environment: environment)
        self.holder = holder
        self.meters = NotifierMeters(engine.metrics)
        self.canary = AlertCanary(engine, environment: environment)
    }

    /// - Throws: where it is not proven that alerts would be sent now.
    package func requireAlerting() throws { try self.canary.requireSuccess() }

    package func run() async throws {
        let woken = WakeFlag(self.engine.broker.wakeUps(.alertsPending))
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await cancelWhenGracefulShutdown { await woken.listen() } }
            group.addTask { await cancelWhenGracefulShutdown { await self.answerTests() } }
            group.addTask { await cancelWhenGracefulShutdown { await BacklogWatch(self.engine).run() } }
            // Not by cancellation: a message that is being sent is sent, and its receipt recorded.
            group.addTask { await self.work(woken) }
        }
    }

    private func work(_ woken: WakeFlag) async {
        let sending = SendingCount(limit: Self.concurrency)
        var swept = ContinuousClock.now - Self.sweep
        var released = false
        await withDiscardingTaskGroup { group in
            while !Task.isShuttingDownGracefully, !Task.isCancelled {
                let isWoken = woken.take()
                if isWoken || sending.takeEnded() || swept.duration(to: .now) >= Self.sweep {
                    swept = .now
                    do {
                        if !released { try await self.release() }
                        released = true
                        try await self.plan()
                        let claimed = try await self.claim(sending.free)
                        self.engine.troubles.end(.alerting)
                        for delivery in claimed {
                            sending.begin()
                            group.addTask {
                                await self.deliver(delivery)
                                sending.end()
                            }
                        }
                    } catch {
                        self.engine.troubles.note(.alerting, error)
                    }
                }
                // As one of the deliveries, so that it shows where those do not get on.
                if sending.free > 0, self.canary.takeDue() {
                    sending.begin()
                    group.addTask {
                        await self.canary.run()
                        sending.end()
                    }
                }
                try? await Task.sleep(for: .milliseconds(20))  // a cancelled sleep only looks sooner
            }
        }
    }

    /// An earlier process of this name is dead: what it was sending need not wait until its claims run out.
    private func release() async throws {
        try await self.engine.database.write { [holder] db in try DeliveryRepository().release(heldBy: holder, in: db) }
    }

    /// Turns new alert events into deliveries, by the rules of this moment.
    private func plan() async throws {
        while try await self.engine.database.write({ db in try AlertPlanner().plan(in: db) }) {}
    }

    /// Takes up what is due. One slow receiver keeps nobody else waiting: the others are sent meanwhile.
    private func claim(_ limit: Int) async throws -> [Delivery] {
        guard limit > 0 else { return [] }
        return try await self.engine.database.write { [holder] db in
            try DeliveryRepository().claim(limit: limit, until: db.now() + Self.claim, by: holder, in: db)
        }
    }

    private func deliver(_ delivery: Delivery) async {
        do {
            let outcome = try await self.send(delivery)
            self.meters.count(outcome)
            self.log(outcome, of: delivery)
            guard let status = try await self.record(outcome, of: delivery) else { return }
            await self.engine.broker.publish([
                LiveEvent(
                    organization: delivery.organization, at: self.engine.clock.now,
                    kind: .delivery(delivery.id, delivery.channel, status))
            ])
        } catch {
            // Claimed until its minute is over; then it is sent again under the same key.
            self.engine.logger.error(
                "A delivery's outcome could not be recorded", metadata: .of(error, delivery.logMetadata))
        }
    }

    /// The database may have gone while the receiver took its time: what was sent is recorded when it is back, so that nobody is
    /// told again.
    private func record(_ outcome: DeliveryOutcome, of delivery: Delivery) async throws -> DeliveryStatus? {
        let record = DeliveryRecord(delivery, holder: self.holder)
        while true {
            do {
                return try await self.engine.database.write { db in try record.write(outcome, in: db) }
            } catch let error as StoreError where error.mayPass && !Task.isShuttingDownGracefully {
                try await Task.sleep(for: .milliseconds(200))
            }
        }
    }

    private func send(_ delivery: Delivery) async throws -> DeliveryOutcome {
        let publicURL = self.engine.installation.publicURL
        let brief = try await self.engine.database.read { db in try DeliveryBrief(delivery, publicURL: publicURL, in: db) }
        guard let brief else { return .dropped("the channel or what it tells of is gone") }
        do throws(DeliveryError) {
            try await self.sender.send(
                brief.message, type: brief.channel.type, config: brief.channel.config, sealed: brief.channel.sealedConfig)
            return .sent
        } catch {
            return .failed(error)
        }
    }

    private func log(_ outcome: DeliveryOutcome, of delivery: Delivery) {
        let logger = self.engine.logger
        switch outcome {
        case .sent: logger.info("An alert was delivered", metadata: delivery.logMetadata)
        case .failed(let error): logger.warning("An alert was not delivered", metadata: .of(error, delivery.logMetadata))
        case .dropped(let why):
            logger.notice(
                "An alert was dropped", metadata: delivery.logMetadata.merging(["delivery.reason": "\(why)"]) { _, last in last })
        }
    }

    /// Sends what the API asks for at once, and says what came of it.
    private func answerTests() async {
        await withDiscardingTaskGroup { group in
            for await request in self.engine.broker.requests(for: .notifier) {
                guard case .send(let message, let type, let config, let sealed) = request.request else { continue }
                group.addTask {
                    do throws(DeliveryError) {
                        try await self.sender.send(message, type: type, config: config, sealed: sealed)
                        await request.answer(.sent)
                    } catch {
                        await request.answer(.refused(error.message))
                    }
                }
            }
        }
    }
}
