@preconcurrency import Dispatch
import Foundation
import Glibc
import HawkAPI
import HawkCore
import HawkEngine
import Synchronization

/// Several checks of one target, each told as it ends, and all of them together at the end, which Ctrl-C may bring on: as `ping` does.
struct RepeatedCheck {
    let target: String
    let count: Int
    /// From start to start; a check that takes longer is followed at once by the next.
    let interval: Duration
    let json: Bool
    let check: () async throws -> SingleCheck.Execution

    /// - Returns: the worst outcome of all.
    func run() async throws -> Outcome {
        let tally = SharedTally()
        let interruption = self.endAtOnce(onInterrupt: tally)
        defer { interruption.cancel() }
        var start = ContinuousClock.now
        for number in 1...self.count {
            let execution = try await self.check()
            tally.add(execution.result)
            Self.write(self.json ? try execution.result.json : CheckReport(execution, of: self.target).line)
            guard number < self.count else { break }
            start = max(start + self.interval, .now)
            try await Task.sleep(until: start, clock: .continuous)
        }
        return self.conclude(tally)
    }

    /// The check in flight is not waited for: whoever presses Ctrl-C wants to be done.
    private func endAtOnce(onInterrupt tally: SharedTally) -> any DispatchSourceSignal {
        let source = DispatchSource.makeSignalSource(signal: SIGINT, queue: DispatchQueue(label: "statushawk.check"))
        let (target, json) = (self.target, self.json)
        source.setEventHandler {
            let tally = tally.value
            if !json { Self.write("\n" + tally.summary(of: target)) }
            _exit(tally.worst.exitStatus)
        }
        source.resume()
        return source
    }

    private func conclude(_ tally: SharedTally) -> Outcome {
        let tally = tally.value
        if !self.json { Self.write("\n" + tally.summary(of: self.target)) }
        return tally.worst
    }

    /// Past the buffer of `print`: whoever watches sees it now.
    private static func write(_ text: String) {
        // `try?`: nobody reads any more, and there is nobody else to tell.
        try? FileHandle.standardOutput.write(contentsOf: Data("\(text)\n".utf8))
    }
}

/// For the checks and for whoever interrupts them.
private final class SharedTally: Sendable {
    private let tally = Mutex(CheckTally())

    var value: CheckTally { self.tally.withLock { $0 } }

    func add(_ result: CheckResult) { self.tally.withLock { $0.add(result) } }
}

extension Outcome {
    /// What `statushawk check` ends with.
    var exitStatus: Int32 {
        switch self {
        case .up, .degraded: 0
        case .down: 1
        case .unknown: 2
        }
    }
}
