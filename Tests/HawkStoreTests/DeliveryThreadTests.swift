import HawkCore
import HawkStore
import HawkTestSupport
import Testing

/// The receiver's reference to an incident's first message, which later alerts answer.
struct DeliveryThreadTests {
    private let deliveries = DeliveryRepository()

    @Test(arguments: TestDatabase.all)
    func `later alerts of an incident have the first reference of their channel, unless it was changed`(
        _ backend: TestDatabase
    ) async throws {
        let clock = ManualClock()
        try await backend.run(clock: clock) { database in
            try await database.write { db in
                let scene = try DeliveryScene(channels: 2, in: db)
                let incident = try scene.incident(in: db)
                let (first, second) = (scene.channels[0], scene.channels[1])
                var sent: [ID<Channel>: [Delivery]] = [:]
                for kind in [AlertKind.incidentOpened, .incidentUpdated, .incidentResolved] {
                    let event = try scene.event(kind, of: incident, in: db)
                    try self.deliveries.plan(event, to: scene.channels, notBefore: clock.now, in: db)
                    let claimed = try self.deliveries.claim(limit: 5, until: clock.now + .seconds(60), by: "a", in: db)
                    for delivery in claimed {
                        // The second channel's receiver has no references.
                        let reference = delivery.channel == first ? "message \(delivery.event)" : nil
                        #expect(try self.deliveries.sent(delivery, reference: reference, by: "a", in: db))
                        sent[delivery.channel, default: []].append(delivery)
                    }
                }
                let (answered, silent) = (try #require(sent[first]), try #require(sent[second]))
                func thread(_ delivery: Delivery, since instant: Instant = .epoch) throws -> String? {
                    try self.deliveries.thread(of: delivery, since: instant, in: db)
                }
                let reference = "message \(answered[0].event)"
                #expect(try answered.map { try thread($0) } == [nil, reference, reference])
                #expect(try silent.allSatisfy { try thread($0) == nil })
                #expect(try thread(answered[2], since: clock.now + .seconds(1)) == nil)
            }
        }
    }
}
