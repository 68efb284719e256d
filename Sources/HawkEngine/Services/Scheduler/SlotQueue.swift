import HawkCore
import HeapModule

/// All active monitors by their next slot. Pure: the scheduler passes templates and times.
struct SlotQueue {
    private struct Entry: Comparable {
        let slot: Instant
        let monitor: ID<Monitor>
        let generation: Int

        static func < (left: Entry, right: Entry) -> Bool { left.slot < right.slot }
    }

    private struct Scheduled {
        let template: TaskTemplate
        let grid: SlotGrid
        let generation: Int
    }

    private let shift: Int
    private var heap = Heap<Entry>()
    private var scheduled: [ID<Monitor>: Scheduled] = [:]
    private var generations = 0

    /// - Parameter shift: See `SlotGrid`.
    init(shift: Int = 0) { self.shift = shift }

    var count: Int { self.scheduled.count }

    /// Adds or updates a monitor.
    /// - Returns: Whether the change affects checks, so that one is due at once.
    mutating func put(_ template: TaskTemplate, after instant: Instant) -> Bool {
        let known = self.scheduled[template.monitor]?.template
        if known?.version == template.version { return false }
        let grid = SlotGrid(monitor: template.monitor, interval: template.interval, shift: self.shift)
        self.generations += 1
        self.scheduled[template.monitor] = Scheduled(template: template, grid: grid, generation: self.generations)
        self.heap.insert(Entry(slot: grid.next(after: instant), monitor: template.monitor, generation: self.generations))
        return known?.effectiveAt != template.effectiveAt
    }

    mutating func remove(_ monitor: ID<Monitor>) { self.scheduled[monitor] = nil }

    /// Removes all slots up to and including `instant`, in order, and moves each monitor to its next slot. Leaves out slots whose
    /// interval ended before `past`: after a clock jump or a stall, there may be years of them.
    mutating func due(through instant: Instant, after past: Instant = .epoch) -> [(template: TaskTemplate, slot: Instant)] {
        var due: [(template: TaskTemplate, slot: Instant)] = []
        while let first = self.heap.min, first.slot <= instant {
            guard let scheduled = self.scheduled[first.monitor], scheduled.generation == first.generation else {
                self.heap.removeMin()  // removed or changed meanwhile
                continue
            }
            let isOver = first.slot + scheduled.template.interval <= past
            if !isOver { due.append((scheduled.template, first.slot)) }
            let next = scheduled.grid.next(after: isOver ? past - scheduled.template.interval : first.slot)
            self.heap.replaceMin(with: Entry(slot: next, monitor: first.monitor, generation: first.generation))
        }
        return due
    }
}
