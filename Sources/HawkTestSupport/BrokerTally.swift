package import HawkBroker
import Synchronization

/// Records everything that a broker reports to its observer.
package final class BrokerTally: Sendable {
    private struct State {
        var counts: [BrokerCount: Int] = [:]
        var waiting: [String: (count: Int, oldest: Duration?)] = [:]
        var troubles: [String] = []
    }

    private let state = Mutex(State())

    package init() {}

    package subscript(_ count: BrokerCount) -> Int { self.state.withLock { $0.counts[count] ?? 0 } }

    package func waiting(at location: String) -> (count: Int, oldest: Duration?)? {
        self.state.withLock { $0.waiting[location] }
    }

    package var troubles: [String] { self.state.withLock { $0.troubles } }

    package var observer: BrokerObserver {
        BrokerObserver(
            count: { count, amount in self.state.withLock { $0.counts[count, default: 0] += amount } },
            waiting: { location, count, oldest in self.state.withLock { $0.waiting[location] = (count, oldest) } },
            trouble: { sentence in self.state.withLock { $0.troubles.append(sentence) } })
    }
}
