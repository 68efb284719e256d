@preconcurrency import Dispatch
import Foundation
import Glibc
import HawkAPI
import HawkCore
import HawkEngine
import Synchronization

/// Repeats the check of a target. Prints each result, and totals at the end or at Ctrl-C, as `ping` does.
struct RepeatedCheck {
    let target: String
    let count: Int
    /// From start to start. If a check takes longer, the next one starts immediately.
    let interval: Duration
    let json: Bool
    let check: () async throws -> SingleCheck.Execution

    /// - Returns: The worst outcome.
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

    /// Exits at Ctrl-C without waiting for the check in flight.
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

    /// Bypasses the buffer of `print`, so that the line is visible immediately.
    private static func write(_ text: String) {
        // `try?`: the reader is gone, and the error cannot be reported anywhere.
        try? FileHandle.standardOutput.write(contentsOf: Data("\(text)\n".utf8))
    }
}

/// Shared by the checks and the signal handler.
private final class SharedTally: Sendable {
    private let tally = Mutex(CheckTally())

    var value: CheckTally { self.tally.withLock { $0 } }

    func add(_ result: CheckResult) { self.tally.withLock { $0.add(result) } }
}

extension Outcome {
    /// The exit status of `statushawk check`.
    var exitStatus: Int32 {
        switch self {
        case .up, .degraded: 0
        case .down: 1
        case .unknown: 2
        }
    }
}
