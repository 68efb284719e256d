import HawkCore
import NIOCore

/// All event loops of a runner. A monitor always uses the same loop, so that its checks do not overlap.
struct RunnerLoops: Sendable {
    struct Bound: Sendable {
        let loop: any EventLoop
        let runner: NIOLoopBound<RunnerLoop>
    }

    private let loops: [Bound]

    init(_ loops: [Bound]) {
        precondition(!loops.isEmpty, "a runner needs at least one event loop")
        self.loops = loops
    }

    func accept(_ tasks: [CheckTask]) {
        let shares = Dictionary(grouping: tasks) { self.index(of: $0) }
        for (index, share) in shares {
            let bound = self.loops[index]
            bound.loop.execute { for task in share { bound.runner.value.accept(task) } }
        }
    }

    /// Runs an on-demand check. `finish` is called on an event loop.
    func check(_ order: OnDemandOrder, finish: @escaping @Sendable (OnDemandCheck.End) -> Void) {
        // A draft has no monitor ID, so any loop will do.
        let index = order.task.monitor == ID(0) ? Int.random(in: self.loops.indices) : self.index(of: order.task)
        let bound = self.loops[index]
        bound.loop.execute { bound.runner.value.check(order, finish: finish) }
    }

    /// - Parameter limit: How long checks in flight may take. Those that take longer leave gaps.
    func drain(within limit: Duration) async {
        await withTaskGroup(of: Void.self) { group in
            for bound in self.loops {
                group.addTask {
                    await withCheckedContinuation { continuation in
                        bound.loop.execute { bound.runner.value.drain(within: limit) { continuation.resume() } }
                    }
                }
            }
        }
    }

    private func index(of task: CheckTask) -> Int {
        Int(splitMix64(UInt64(bitPattern: task.monitor.rawValue)) % UInt64(self.loops.count))
    }
}
