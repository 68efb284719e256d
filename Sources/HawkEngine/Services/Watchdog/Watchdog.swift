import Dispatch
import Foundation
import HawkCore
package import HawkStore
package import Logging
package import NIOCore
import Synchronization

/// Monitors the threads that everything else runs on, from its own thread. It logs a frozen part after a while, and finally ends
/// the process, so that its supervisor restarts it.
package final class Watchdog: Sendable {
    /// A monitored part of the process.
    package struct Part: Sendable {
        fileprivate enum Way: Sendable {
            /// The part itself calls back.
            case query(@Sendable (@escaping @Sendable () -> Void) -> Void)
            /// Returns how long it has been stuck.
            case measure(@Sendable () -> Duration)
        }

        fileprivate let watched: FreezeWatch.Part
        fileprivate let way: Way

        /// The threads of Swift's tasks.
        package static let pool = Part(
            watched: FreezeWatch.Part("task-pool"),
            way: .query { answer in
                // SAFETY: unstructured, because it must run on the pool and nowhere else; it ends at once.
                Task.detached { answer() }
            })

        package static func eventLoop(
            _ name: String, _ loop: any EventLoop, logAfter: Duration = .seconds(10), endAfter: Duration = .seconds(60)
        ) -> Part {
            Part(
                watched: FreezeWatch.Part(name, reportAfter: logAfter, endAfter: endAfter),
                way: .query { answer in loop.execute { answer() } })
        }

        /// A statement may take PostgreSQL's time limit plus the time for its response. Only longer ones are logged.
        package static func database(_ database: any Database) -> Part {
            Part(
                watched: FreezeWatch.Part("database", reportAfter: .seconds(45)),
                way: .measure { database.maxStatementDuration })
        }
    }

    private struct State {
        var watch: FreezeWatch
        var answered: Set<Int> = []
    }

    private let parts: [Part]
    private let interval: Duration
    private let logger: Logger
    private let end: @Sendable () -> Void
    private let freezes: Counter
    private let state: Mutex<State>
    private let stop = DispatchSemaphore(value: 0)

    /// - Parameters:
    ///   - interval: The time between checks.
    ///   - end: Ends the process. Called on the watchdog's own thread.
    package init(
        _ parts: [Part], every interval: Duration = .seconds(1), metrics: Metrics, logger: Logger,
        end: @escaping @Sendable () -> Void
    ) {
        self.parts = parts
        self.interval = interval
        self.logger = logger
        self.end = end
        self.state = Mutex(State(watch: FreezeWatch(parts.map(\.watched))))
        self.freezes = metrics.counter(
            "statushawk_freezes_total", "Times that a part of the process was frozen long enough to be logged.",
            labels: ["part"])
        let stuck = metrics.gauge(
            "statushawk_frozen_seconds", "How long a part of the process has not responded.", labels: ["part"])
        for (index, part) in parts.enumerated() {
            self.freezes.increment([part.watched.name], by: 0)
            stuck.read([part.watched.name]) { [weak self] in self?.state.withLock { $0.watch.stuck[index].seconds } ?? 0 }
        }
    }

    /// A sentence that names the frozen parts. Nil if there are none.
    package var complaint: String? { self.state.withLock { $0.watch.complaint } }

    package func start() {
        let thread = Thread { self.run() }
        thread.name = "watchdog"
        thread.start()
    }

    package func cancel() { self.stop.signal() }

    private func run() {
        let start = SuspendingClock.now
        while self.stop.wait(timeout: .now() + .milliseconds(Int(self.interval.milliseconds))) == .timedOut {
            self.look(at: start.duration(to: .now))
        }
    }

    private func look(at now: Duration) {
        let answered = self.state.withLock { state in
            defer { state.answered = [] }
            return state.answered
        }
        let signs = self.parts.enumerated().map { index, part in
            switch part.way {
            case .query: answered.contains(index) ? FreezeWatch.Sign.answered : FreezeWatch.Sign.none
            case .measure(let stuck): FreezeWatch.Sign.stuck(stuck())
            }
        }
        let actions = self.state.withLock { $0.watch.tick(at: now, signs) }
        for action in actions { self.perform(action) }
    }

    private func perform(_ action: FreezeWatch.Action) {
        switch action {
        case .query(let index):
            guard case .query(let query) = self.parts[index].way else { return }
            query { self.state.withLock { _ = $0.answered.insert(index) } }
        case .reportFrozen(let index, let stuck):
            self.freezes.increment([self.parts[index].watched.name])
            self.log(.error, "A part of the process is frozen", index, stuck)
        case .reportThawed(let index): self.log(.notice, "A part of the process responds again", index, nil)
        case .end(let index, let stuck):
            let logged = self.log(.critical, "Ending the process because a part of it is frozen", index, stuck)
            // A blocked log must not keep the process from ending.
            _ = logged.wait(timeout: .now() + 1)
            self.end()
        }
    }

    /// Logs on another thread, because a blocked log may be the cause of the freeze.
    @discardableResult
    private func log(_ level: Logger.Level, _ message: Logger.Message, _ index: Int, _ stuck: Duration?) -> DispatchSemaphore {
        let logged = DispatchSemaphore(value: 0)
        var metadata: Logger.Metadata = ["part": "\(self.parts[index].watched.name)"]
        if let stuck { metadata["frozen.seconds"] = "\(stuck.components.seconds)" }
        Thread.detachNewThread { [logger, metadata] in
            logger.log(level: level, message, metadata: metadata)
            logged.signal()
        }
        return logged
    }
}
