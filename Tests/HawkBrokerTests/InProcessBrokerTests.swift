import HawkBroker
import HawkCore
import HawkTestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct InProcessBrokerTests {
    @Test func `beyond the limit the oldest tasks are dropped and counted`() async throws {
        let tally = BrokerTally()
        let broker = InProcessBroker(capacity: 3, observer: tally.observer)
        for id in Int64(1)...5 { try await broker.emit([.sample(id)]) }
        #expect(tally[.overflow] == 2)
        #expect(tally.waiting(at: "default")?.count == 3)
        #expect(await broker.tasks(for: "default").collect(3).monitors == [3, 4, 5])
    }

    @Test func `beyond the limit of waiting requests the answer is busy`() async throws {
        let broker = InProcessBroker()
        var requests = broker.requests(for: .runner(location: "default")).makeAsyncIterator()
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in Int64(1)...300 {
                group.addTask {
                    switch try await broker.request(.check(.sample(number), recorded: false), within: .seconds(60)) {
                    case .busy: true
                    default: false
                    }
                }
            }
            // No request is taken before all excess ones have been refused.
            for _ in 0..<44 { #expect(try await group.next() == true) }
            for _ in 0..<256 { await requests.next()?.answer(.sent) }
            while let isBusy = try await group.next() { #expect(!isBusy) }
        }
    }
}
