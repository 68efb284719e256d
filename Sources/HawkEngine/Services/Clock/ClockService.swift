import HawkCore
import HawkStore
package import Logging
import ServiceLifecycle

/// Keeps a process's clock right: by the database's clock if that is a separate one, otherwise by the machine's.
///
/// The clock never goes back while the process runs. If it is ahead by more than `ClockSetback.tolerance`, slewing would take too
/// long, so the process restarts.
package struct ClockService: Service {
    private static let interval = Duration.seconds(1)
    /// More than any clock drifts in a second.
    private static let jump = Duration.seconds(1)
    /// Smaller offsets from the machine's clock are not corrected.
    private static let slack = Duration.milliseconds(50)
    /// The interval of single measurements that detect changes of the database's clock.
    private static let glance = Duration.seconds(5)

    private let clock: SystemClock
    private let discipline: ClockDiscipline?
    private let troubles: TroubleLog
    private let logger: Logger
    private let restart: @Sendable () -> Void

    /// - Parameters:
    ///   - discipline: Nil if the machine's clock is the only one.
    ///   - restart: Restarts the process.
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
            if let discipline { await self.correct(by: discipline) } else { await self.follow() }
        }
    }

    private func follow() async {
        var easedAt = ContinuousClock.now
        for await _ in PeriodicLoop(every: Self.interval) {
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
        }
    }

    private func correct(by discipline: ClockDiscipline) async {
        var (measuredAt, glancedAt) = (ContinuousClock.now, ContinuousClock.now)
        var lead = self.clock.lead
        for await _ in PeriodicLoop(every: Self.interval) {
            let succeeded = await self.troubles.track(.clock) {
                // The machine slept or its time was set. Only the database can tell which clock is right.
                var isDue =
                    (self.clock.lead - lead).magnitude > Self.jump || measuredAt.duration(to: .now) >= ClockDiscipline.interval
                if !isDue, glancedAt.duration(to: .now) >= Self.glance {
                    glancedAt = .now
                    isDue = try await discipline.isFarOff()
                }
                if isDue {
                    (measuredAt, glancedAt) = (.now, .now)
                    self.restart(whereAheadBy: try await discipline.correct())
                    lead = self.clock.lead
                }
            }
            if !succeeded { (measuredAt, glancedAt) = (.now, .now) }
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
