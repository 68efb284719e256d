import ArgumentParser
import Foundation
import HawkNet
import NIOCore
import NIOPosix

/// Keeps many timers in one timer wheel, rescheduled as they fire, and prints the cost and their lateness.
struct BenchWheelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "wheel", abstract: "Benchmarks the timer wheel.")

    @Option(help: "The number of timers.") var monitors = 100_000
    @Option(help: "The interval of each timer, in seconds.") var period: Int64 = 10
    @Option(help: "The duration of the benchmark, in seconds.") var seconds: Int64 = 20

    private struct Report: Encodable {
        let fired: Int
        let spent: Usage.Spent
        /// In milliseconds.
        let latenessP50: Double
        let latenessP99: Double
        let latenessMost: Double
    }

    func validate() throws {
        guard self.monitors > 0, self.period > 0, self.seconds > 0 else {
            throw ValidationError("--monitors, --period and --seconds must be 1 or more")
        }
    }

    func run() async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let loop = group.next()
        let wheel = TimerWheels(group: group)[loop]
        let (monitors, period) = (self.monitors, TimeAmount.seconds(self.period))
        let course = try await loop.submit { WheelCourse(monitors, period, on: wheel) }.get()
        // The first period creates everything that is allocated once, so the measurement begins after it.
        try await Task.sleep(for: .seconds(self.period))
        try await loop.submit { course.forget() }.get()
        let before = Usage()
        try await Task.sleep(for: .seconds(self.seconds))
        let report = try await loop.submit {
            let (p50, p99, most) = (course.lateness(0.5), course.lateness(0.99), course.lateness(1))
            return Report(fired: course.fired, spent: before.spent(), latenessP50: p50, latenessP99: p99, latenessMost: most)
        }.get()
        print(String(decoding: try JSONEncoder().encode(report), as: UTF8.self))
    }
}

/// Timers spread evenly over a period, each rescheduled when it fires.
// SAFETY: confined to the wheel's event loop.
private final class WheelCourse: @unchecked Sendable {
    /// Lateness classes of a tenth of a millisecond. The last one contains everything above.
    private static let classes = 20_000

    private let wheel: TimerWheel
    private let period: TimeAmount
    private var counts = [Int](repeating: 0, count: classes)
    private(set) var fired = 0

    init(_ monitors: Int, _ period: TimeAmount, on wheel: TimerWheel) {
        self.wheel = wheel
        self.period = period
        let start = NIODeadline.now() + .seconds(1)
        for monitor in 0..<monitors {
            self.schedule(at: start + .nanoseconds(period.nanoseconds / Int64(monitors) * Int64(monitor)))
        }
    }

    /// Resets the counts.
    func forget() {
        self.counts = [Int](repeating: 0, count: Self.classes)
        self.fired = 0
    }

    /// Returns the lateness at a quantile, in milliseconds.
    func lateness(_ share: Double) -> Double {
        var left = Int(Double(self.fired) * share)
        for (index, count) in self.counts.enumerated() {
            left -= count
            if left <= 0 { return Double(index + 1) / 10 }
        }
        return .infinity
    }

    private func schedule(at due: NIODeadline) {
        self.wheel.schedule(at: due) {
            let late = (NIODeadline.now() - due).nanoseconds / 100_000
            self.counts[min(max(Int(late), 0), Self.classes - 1)] += 1
            self.fired += 1
            self.schedule(at: due + self.period)
        }
    }
}
