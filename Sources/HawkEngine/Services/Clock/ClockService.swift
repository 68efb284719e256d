import HawkCore
package import Logging
import ServiceLifecycle

/// Keeps a process's clock right: by the database's, where that has one of its own, and otherwise from falling behind the
/// machine's, as after it slept or its time was set forward.
package struct ClockService: Service {
    /// A difference that no clock drifts by in a second.
    private static let jump = Duration.seconds(1)

    private let clock: SystemClock
    private let discipline: ClockDiscipline?
    private let troubles: TroubleLog
    private let logger: Logger

    /// - Parameter discipline: nil: there is no other clock than this machine's.
    package init(_ clock: SystemClock, discipline: ClockDiscipline?, troubles: TroubleLog, logger: Logger) {
        self.clock = clock
        self.discipline = discipline
        self.troubles = troubles
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            if let discipline { await self.keep(by: discipline) } else { await self.follow() }
        }
    }

    private func follow() async {
        while !Task.isCancelled {
            if let jump = self.clock.follow() {
                self.logger.warning(
                    "The clock was set forward; the time between was not measured",
                    metadata: ["clock.jump_seconds": "\(jump.seconds)"])
            }
            try? await Task.sleep(for: .seconds(1))  // the loop's condition ends it when cancelled
        }
    }

    private func keep(by discipline: ClockDiscipline) async {
        var askedAt = ContinuousClock.now
        var lead = self.clock.lead
        while !Task.isCancelled {
            // The machine slept, or its time was set: who of the two is right only the database knows.
            if (self.clock.lead - lead).magnitude > Self.jump || askedAt.duration(to: .now) >= ClockDiscipline.interval {
                askedAt = .now
                do {
                    try await discipline.correct()
                    lead = self.clock.lead
                    self.troubles.end(.clock)
                } catch {
                    self.troubles.note(.clock, error)
                }
            }
            try? await Task.sleep(for: .seconds(1))  // the loop's condition ends it when cancelled
        }
    }
}
