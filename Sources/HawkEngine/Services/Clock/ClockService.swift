import HawkCore
import HawkStore
package import Logging
import ServiceLifecycle

/// Keeps a process's clock right: by the database's, where that has one of its own, and otherwise by the machine's.
///
/// It never goes back while the process runs. Where it is ahead by more than `ClockSetback.tolerance`, which would take too long to make
/// up for gradually, the process begins anew.
package struct ClockService: Service {
    /// A difference that no clock drifts by in a second.
    private static let jump = Duration.seconds(1)
    /// What is smaller is not worth a correction by the machine's clock.
    private static let slack = Duration.milliseconds(50)
    /// How often one question is asked, to notice that the database's clock was set.
    private static let glance = Duration.seconds(5)

    private let clock: SystemClock
    private let discipline: ClockDiscipline?
    private let troubles: TroubleLog
    private let logger: Logger
    private let restart: @Sendable () -> Void

    /// - Parameters:
    ///   - discipline: nil: there is no other clock than this machine's.
    ///   - restart: has the process begin anew.
    package init(
        _ clock: SystemClock, discipline: ClockDiscipline?, troubles: TroubleLog, logger: Logger,
        restart: @escaping @Sendable () -> Void
    ) {
        self.clock = clock
        self.discipline = discipline
        self.troubles = troubles
        self.logger = logger
        self.restart = restart
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            if let discipline { await self.keep(by: discipline) } else { await self.follow() }
        }
    }

    private func follow() async {
        var easedAt = ContinuousClock.now
        while !Task.isCancelled {
            if let jump = self.clock.follow() {
                self.logger.warning(
                    "The clock jumped forward; the skipped time was not measured",
                    metadata: ["clock.jump_seconds": "\(jump.seconds)"])
            }
            let lead = self.clock.lead
            self.restart(whereAheadBy: lead)
            if lead.magnitude > Self.slack, easedAt.duration(to: .now) >= ClockDiscipline.interval {
                easedAt = .now
                self.clock.ease(over: ClockDiscipline.interval)
            }
            try? await Task.sleep(for: .seconds(1))  // the loop's condition ends it when cancelled
        }
    }

    private func keep(by discipline: ClockDiscipline) async {
        var (askedAt, glancedAt) = (ContinuousClock.now, ContinuousClock.now)
        var lead = self.clock.lead
        while !Task.isCancelled {
            do {
                // The machine slept, or its time was set: who of the two is right only the database knows.
                var isDue =
                    (self.clock.lead - lead).magnitude > Self.jump || askedAt.duration(to: .now) >= ClockDiscipline.interval
                if !isDue, glancedAt.duration(to: .now) >= Self.glance {
                    glancedAt = .now
                    isDue = try await discipline.isFarOff()
                }
                if isDue {
                    (askedAt, glancedAt) = (.now, .now)
                    self.restart(whereAheadBy: try await discipline.correct())
                    lead = self.clock.lead
                }
                self.troubles.end(.clock)
            } catch {
                (askedAt, glancedAt) = (.now, .now)
                self.troubles.note(.clock, error)
            }
            try? await Task.sleep(for: .seconds(1))  // the loop's condition ends it when cancelled
        }
    }

    private func restart(whereAheadBy lead: Duration) {
        guard lead > ClockSetback.tolerance else { return }
        self.logger.critical(
            "The clock was ahead and has been set back; this process restarts with the corrected clock",
            metadata: ["clock.setback_seconds": "\(lead.seconds)"])
        self.restart()
    }
}
