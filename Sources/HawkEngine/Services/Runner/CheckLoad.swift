package import HawkCore
package import HawkProbes
package import NIOCore

/// Runs many concurrent checks outside any server, as a runner does, without recording results. For measurements.
package struct CheckLoad: Sendable {
    /// The outcomes of the checks.
    package struct Tally: Sendable {
        package fileprivate(set) var counts: [Outcome: Int] = [:]
        /// The message of the first check that was not up. No check starts after it.
        package fileprivate(set) var complaint: String?
    }

    private let checks: [SingleCheck]

    /// - Parameter configurations: Checked in turn. Normalized, without sealed settings, at least one.
    package init(_ configurations: [MonitorConfiguration], in environment: ProbeEnvironment, registry: MonitorTypeRegistry) throws
    {
        precondition(!configurations.isEmpty, "a load needs at least one target")
        self.checks = try configurations.map { try SingleCheck($0, in: environment, registry: registry) }
    }

    /// - Parameters:
    ///   - count: The number of checks over all targets.
    ///   - inFlight: The number of concurrent checks.
    package func run(_ count: Int, inFlight: Int, on loop: any EventLoop) async throws -> Tally {
        let promise = loop.makePromise(of: Tally.self)
        loop.execute { Course(self.checks, count, on: loop, promise).start(min(inFlight, count)) }
        return try await promise.futureResult.get()
    }

    // SAFETY: confined to the event loop.
    private final class Course: @unchecked Sendable {
        private let checks: [(check: SingleCheck, task: CheckTask, lastSuccess: LastSuccess)]
        private let count: Int
        private let loop: any EventLoop
        private let promise: EventLoopPromise<Tally>
        private var tally = Tally()
        private var started = 0
        private var ended = 0
        private var due = 0

        init(_ checks: [SingleCheck], _ count: Int, on loop: any EventLoop, _ promise: EventLoopPromise<Tally>) {
            self.checks = checks.map { ($0, $0.task, LastSuccess()) }
            self.count = count
            self.loop = loop
            self.promise = promise
        }

        func start(_ checks: Int) {
            for _ in 0..<checks { self.next() }
        }

        /// Starts all checks that are due, as a runner does at each tick of its wheel. Ends when none are left.
        private func goOn() {
            let due = self.tally.complaint == nil ? min(self.due, self.count - self.started) : 0
            self.due = 0
            if due > 0 { self.start(due) } else if self.ended == self.started { self.promise.succeed(self.tally) }
        }

        private func next() {
            let (check, task, lastSuccess) = self.checks[self.started % self.checks.count]
            self.started += 1
            check.start(task, lastSuccess: lastSuccess, on: self.loop) { self.count($0) }
        }

        private func count(_ result: CheckResult) {
            self.ended += 1
            self.tally.counts[result.outcome, default: 0] += 1
            if result.outcome != .up, self.tally.complaint == nil { self.tally.complaint = result.message }
            if self.due == 0 { self.loop.execute { self.goOn() } }
            self.due += 1
        }
    }
}
