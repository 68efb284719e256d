import HawkCore
import HawkTestSupport
import Testing

@testable import HawkEngine

/// Compares decisions about checks with those of a model, for generated events.
@Suite struct AdmissionTests {
    @Test(arguments: 0..<40)
    func `checks start exactly when the limits of all, of their organization and of their address permit`(_ seed: UInt64) {
        var run = AdmissionRun(seed: seed)
        for _ in 0..<1_500 { run.step() }
        run.drain()
        let counts = run.counts
        #expect(counts[.started, default: 0] > 100)
        let others: [AdmissionRun.Count] = [.paused, .resumed, .stale, .overlapping, .repeated, .known]
        #expect(others.allSatisfy { counts[$0, default: 0] > 0 })
        #expect(run.arrivals == counts.filter { $0.key.endsTask }.values.reduce(0, +))
    }

    @Test func `more checks than the limit of paused ones are not paused`() {
        var run = AdmissionRun(seed: 1, limit: 20_000)
        let paused = [run.pauseAll(9_000, of: 1), run.pauseAll(2_000, of: 2)]
        #expect(paused == [8_000, 1_600])
    }
}

extension AdmissionRun {
    /// Starts checks of one organization and pauses them.
    /// - Returns: How many are paused.
    fileprivate mutating func pauseAll(_ count: Int64, of organization: Int64) -> Int {
        (1...count).count { number in
            let task = self.task(organization * 1_000_000 + number, of: organization, slot: self.now.instant, entry: "a")
            let now = self.now
            _ = self.admission.arrive(task, at: now)
            _ = self.admission.due(TaskKey(task))
            _ = self.admission.next(isReady: true, at: now)
            return self.admission.pause(RunningCheck(task))
        }
    }

    /// A task at the grid of one of 40 monitors of 4 organizations; some are too old, and some come again.
    mutating func randomTask() -> CheckTask {
        let monitor = Int64.random(in: 1...40, using: &self.random)
        let slots = Int64.random(in: -1...1, using: &self.random)
        let slot = Instant(milliseconds: (self.milliseconds / 1_000 + slots) * 1_000 + monitor * 20)
        let entry = Bool.random(using: &self.random) ? "a" : "b"
        return self.task(monitor, of: monitor % 4, slot: slot, entry: entry)
    }

    fileprivate func task(_ monitor: Int64, of organization: Int64, slot: Instant, entry: String) -> CheckTask {
        let configuration = MonitorConfiguration(name: "m", type: .tcp, target: "x:1")
        let monitor = Monitor(
            id: ID(monitor), organization: ID(organization), configuration: configuration, createdAt: .epoch, updatedAt: .epoch,
            effectiveAt: .epoch)
        var task = CheckTask(monitor, slot: slot, location: "default", epoch: 1)
        task.timing.interval = .seconds(1)
        task.receipt = TaskReceipt(location: "default", entry: entry)
        return task
    }
}
