import HawkCore
import HawkTestSupport
import Testing

@testable import HawkEngine

@Suite struct FairQueueTests {
    private func task(_ monitor: Int64, of organization: Int64) -> CheckTask {
        let configuration = MonitorConfiguration(name: "m", type: .tcp, target: "x:1")
        let monitor = Monitor(
            id: ID(monitor), organization: ID(organization), configuration: configuration, createdAt: .epoch, updatedAt: .epoch,
            effectiveAt: .epoch)
        return CheckTask(monitor, slot: .epoch, location: "default", epoch: 1)
    }

    private func drain(_ queue: inout FairQueue<CheckTask>, where mayHave: (ID<Organization>) -> Bool = { _ in true }) -> [Int64]
    {
        var monitors: [Int64] = []
        while let task = queue.next(where: mayHave) { monitors.append(task.monitor.rawValue) }
        return monitors
    }

    @Test func `organizations are served in turn, each in its own order`() {
        var queue = FairQueue<CheckTask>()
        for monitor in Int64(1)...5 { _ = queue.add(task(monitor, of: 1)) }
        for monitor in Int64(6)...7 { _ = queue.add(task(monitor, of: 2)) }
        _ = queue.add(task(8, of: 3))
        #expect(queue.count == 8)
        #expect(drain(&queue) == [1, 6, 8, 2, 7, 3, 4, 5])
        #expect(queue.count == 0)
    }

    @Test func `an organization that may have no place is skipped and keeps its turn`() {
        var queue = FairQueue<CheckTask>()
        for monitor in Int64(1)...3 { _ = queue.add(task(monitor, of: 1)) }
        _ = queue.add(task(4, of: 2))
        #expect(drain(&queue) { $0 == ID(2) } == [4])
        #expect(queue.count == 3)
        _ = queue.add(task(5, of: 2))
        #expect(drain(&queue) == [1, 5, 2, 3])
    }

    @Test func `an organization has one turn a round, however often its queue became empty`() {
        var queue = FairQueue<CheckTask>()
        _ = queue.add(task(100, of: 1))
        for monitor in Int64(1)...3 {
            _ = queue.add(task(monitor, of: 2))
            _ = queue.next { $0 == ID(2) }
        }
        for monitor in Int64(4)...6 { _ = queue.add(task(monitor, of: 2)) }
        for monitor in Int64(101)...102 { _ = queue.add(task(monitor, of: 1)) }
        let order = drain(&queue)
        #expect(
            order.map { $0 >= 100 } == [true, false, true, false, true, false]
                || order.map { $0 < 100 } == [true, false, true, false, true, false])
    }

    @Test func `a full queue drops its oldest task, and a full total drops one of the longest queue`() {
        var queue = FairQueue<CheckTask>(lineCapacity: 3, capacity: 5)
        for monitor in Int64(1)...3 { #expect(add(&queue, monitor, of: 1) == nil) }
        #expect(add(&queue, 4, of: 1) == 1)
        #expect(add(&queue, 5, of: 2) == nil)
        #expect(add(&queue, 6, of: 2) == nil)
        #expect(add(&queue, 7, of: 3) == 2)
        #expect(queue.count == 5)
        #expect(Set(queue.removeAll().map(\.monitor.rawValue)) == [3, 4, 5, 6, 7])
        #expect(queue.count == 0)
    }

    /// - Returns: the monitor whose task was dropped.
    private func add(_ queue: inout FairQueue<CheckTask>, _ monitor: Int64, of organization: Int64) -> Int64? {
        queue.add(task(monitor, of: organization))?.monitor.rawValue
    }

    @Test func `a newcomer finds a place, however much another organization wants`() {
        var shares = ConcurrencyShares(limit: 100)
        var places = 0
        while shares.admits(ID(1)) {
            shares.begin(ID(1))
            places += 1
        }
        #expect(places == 80)
        for _ in 0..<16 {
            #expect(shares.admits(ID(2)))
            shares.begin(ID(2))
        }
        #expect(shares.total == 96)
        // As checks of the first organization end, their places are shared evenly.
        for _ in 0..<200 {
            shares.end(ID(1))
            for organization in [ID<Organization>(1), ID(2)] where shares.admits(organization) { shares.begin(organization) }
        }
        #expect((85...92).contains(shares.total))
    }

    @Test func `a single place can be used`() {
        var shares = ConcurrencyShares(limit: 1)
        #expect(shares.admits(ID(1)))
        shares.begin(ID(1))
        #expect(!shares.admits(ID(2)))
        shares.end(ID(1))
        #expect(shares.admits(ID(2)))
    }
}
