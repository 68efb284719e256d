import HawkCore
package import HawkStore
import Logging
import NIOCore

/// Keeps a process's clock at the database's, which all processes of an installation follow. Measures as NTP does.
package struct ClockDiscipline: Sendable {
    /// The time between measurements.
    static let interval = Duration.seconds(30)
    private static let sampleCount = 5

    private let clock: SystemClock
    private let database: any Database
    private let meters: ClockMeters
    private let troubles: TroubleLog

    /// - Parameter database: One with its own clock.
    package init(_ clock: SystemClock, by database: any Database, metrics: Metrics, troubles: TroubleLog) {
        self.clock = clock
        self.database = database
        self.meters = ClockMeters(metrics)
        self.troubles = troubles
    }

    /// Measures once whether the clock is off by more than a second, for example after the database's clock was set.
    func isFarOff() async throws -> Bool {
        let offset = self.clock.offset(by: [try await self.sample()])
        return offset.offset.magnitude > .seconds(1) + offset.uncertainty
    }

    /// Measures the clock's offset and corrects it.
    /// - Parameter atStart: Whether nothing has used this clock yet.
    /// - Returns: How far the clock was ahead; negative if it was behind.
    @discardableResult
    package func correct(atStart: Bool = false) async throws -> Duration {
        var samples: [ClockSample] = []
        for _ in 0..<Self.sampleCount { samples.append(try await self.sample()) }
        let offset = self.clock.offset(by: samples)
        let machine = offset.offset + self.clock.lead
        let correction = self.clock.correct(offset, over: Self.interval, atStart: atStart)
        self.meters.measured(offset, machine: machine, correction)
        if machine.magnitude > .seconds(1) {
            self.troubles.record(.machineClock, metadata: ["clock.offset_seconds": "\(machine.seconds)"])
        } else {
            self.troubles.end(.machineClock)
        }
        return .zero - offset.offset
    }

    /// Runs on the connection's own thread, so that waits for a connection or a task thread do not count as round-trip time.
    private func sample() async throws -> ClockSample {
        try await self.database.read { db in
            let requested = NIODeadline.now()
            let reading = try db.now()
            return ClockSample(requested: requested, reading: reading, answered: .now())
        }
    }
}

/// The metrics of a clock.
private struct ClockMeters: Sendable {
    private let machine: Gauge
    private let remaining: Gauge
    private let uncertainty: Gauge
    private let corrections: Counter

    init(_ metrics: Metrics) {
        self.machine = metrics.gauge(
            "statushawk_clock_offset_seconds", "The last measured offset of the database's clock from this machine's clock.")
        self.remaining = metrics.gauge(
            "statushawk_clock_error_seconds",
            "The last measured offset of the database's clock from this process's corrected clock.")
        self.uncertainty = metrics.gauge(
            "statushawk_clock_uncertainty_seconds", "The uncertainty of the last offset measurement: half the round-trip time.")
        self.corrections = metrics.counter(
            "statushawk_clock_corrections_total", "Corrections of this process's clock: slew (gradual) or step (immediate).",
            labels: ["way"])
        for way in [ClockOffset.Correction.slew, .step] { self.corrections.increment([way.rawValue], by: 0) }
    }

    func measured(_ offset: ClockOffset, machine: Duration, _ correction: ClockOffset.Correction) {
        self.machine.set(machine.seconds)
        self.remaining.set(offset.offset.seconds)
        self.uncertainty.set(offset.uncertainty.seconds)
        if correction != .none { self.corrections.increment([correction.rawValue]) }
    }
}
