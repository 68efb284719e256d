import HawkCore
import Testing

@testable import HawkEngine

@Suite struct SlotQueueTests {
    private let start = Instant(milliseconds: 1_795_305_600_000)

    private func monitor(_ id: Int64, every interval: Duration, version: Int64 = 1, effectiveAt: Instant? = nil) -> TaskTemplate {
        // Runners check it, so it has a template.
        TaskTemplate(
            Monitor(
                id: ID(id), organization: ID(1),
                configuration: MonitorConfiguration(
                    name: "m", type: .tcp, target: "x:1", schedule: .polled(CheckTiming(interval: interval))), version: version,
                createdAt: start, updatedAt: start, effectiveAt: effectiveAt ?? start))!
    }

    @Test func `every slot of every monitor comes exactly once and in order, however the time is divided`() {
        for step in [50, 1_000, 7_001] as [Int64] {
            var queue = SlotQueue()
            for id in 1...50 { _ = queue.put(monitor(Int64(id), every: .seconds(Int64(id % 7 + 1))), after: start) }
            var slots: [ID<Monitor>: [Instant]] = [:]
            var last = Instant.epoch
            var now = start
            while now < start + .seconds(120) {
                now = min(now + .milliseconds(step), start + .seconds(120))
                for (template, slot) in queue.due(through: now) {
                    #expect(slot <= now && slot >= last)
                    last = slot
                    slots[template.monitor, default: []].append(slot)
                }
            }
            for id in 1...50 {
                let grid = SlotGrid(monitor: ID(Int64(id)), interval: .seconds(Int64(id % 7 + 1)))
                var expected: [Instant] = []
                var slot = grid.next(after: start)
                while slot <= start + .seconds(120) {
                    expected.append(slot)
                    slot = grid.next(after: slot)
                }
                #expect(slots[ID(Int64(id))] == expected)
            }
        }
    }

    @Test func `after the clock is set forward no slot is replayed whose interval is over`() {
        var queue = SlotQueue()
        for id in 1...50 { _ = queue.put(monitor(Int64(id), every: .seconds(Int64(id % 7 + 1))), after: start) }
        _ = queue.due(through: start + .seconds(1), after: start - .hours(1))
        let now = start + .days(400)
        let due = queue.due(through: now + .seconds(1), after: now)
        #expect(due.allSatisfy { $0.slot > now - $0.template.interval })
        for (monitor, slots) in Dictionary(grouping: due, by: \.template.monitor) {
            let grid = SlotGrid(monitor: monitor, interval: slots[0].template.interval)
            var expected = [grid.next(after: now - slots[0].template.interval)]
            while let next = expected.last.map({ grid.next(after: $0) }), next <= now + .seconds(1) { expected.append(next) }
            #expect(slots.map(\.slot) == expected)
        }
        // And the grid continues.
        #expect(queue.due(through: now + .seconds(8), after: now).count >= 50)
    }

    @Test func `a changed monitor follows only its new grid, and a removed one follows none`() {
        var queue = SlotQueue()
        _ = queue.put(monitor(1, every: .seconds(1)), after: start)
        _ = queue.put(monitor(2, every: .seconds(1)), after: start)
        _ = queue.put(monitor(1, every: .seconds(10), version: 2), after: start)
        queue.remove(ID(2))
        let due = queue.due(through: start + .seconds(20))
        #expect(due.map(\.template.monitor) == [ID(1), ID(1)])
        #expect(due.allSatisfy { $0.template.version == 2 })
    }

    @Test func `a monitor is due at once when it is new or effective again, not after a new name`() {
        var queue = SlotQueue()
        let isNew = [
            queue.put(monitor(1, every: .seconds(1)), after: start), queue.put(monitor(1, every: .seconds(1)), after: start),
            queue.put(monitor(1, every: .seconds(1), version: 2), after: start),
            queue.put(monitor(1, every: .seconds(1), version: 3, effectiveAt: start + .seconds(5)), after: start),
        ]
        #expect(isNew == [true, false, false, true])
    }
}
