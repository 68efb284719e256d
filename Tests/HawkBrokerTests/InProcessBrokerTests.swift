import HawkBroker
import HawkCore
import HawkTestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct InProcessBrokerTests {
    @Test func `beyond the bound the oldest tasks are dropped and counted`() async throws {
        let tally = BrokerTally()
        let broker = InProcessBroker(capacity: 3, observer: tally.observer)
        for id in Int64(1)...5 { try await broker.emit([.sample(id)]) }
        #expect(tally[.overflow] == 2)
        #expect(tally.waiting(at: "default")?.count == 3)
        #expect(await broker.tasks(for: "default").take(3).monitors == [3, 4, 5])
    }
}
