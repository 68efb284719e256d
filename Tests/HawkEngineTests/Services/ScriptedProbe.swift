import HawkCore
import HawkProbes
import NIOCore
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// A probe whose target is its script: what each attempt comes to, such as `down,stall,up`, after a name that tells runs apart.
struct ScriptedProbe: Probe {
    struct Target: ProbeTarget {
        let canonical: String
        var host: String { self.canonical }

        init(parsing text: String) throws(InvalidTarget) { self.canonical = text }

        /// What the next attempt comes to; the last word repeats.
        func next() -> Substring {
            let words = self.canonical.drop { $0 != ":" }.dropFirst().split(separator: ",")
            return words[min(Self.take(self.canonical), words.count - 1)]
        }

        private static let attempts = Mutex<[String: Int]>([:])

        private static func take(_ name: String) -> Int {
            self.attempts.withLock { attempts in
                defer { attempts[name, default: 0] += 1 }
                return attempts[name, default: 0]
            }
        }
    }

    /// What the attempts that `hold` wait for; its name is the word behind it.
    final class Gate: Sendable {
        let name = "\(UInt64.random(in: .min ... .max))"
        /// By name: those who wait, or nil once it is open.
        private static let gates = Mutex<[String: [EventLoopPromise<Void>]?]>([:])

        func open() {
            let waiting = Self.gates.withLock { gates in
                defer { gates[self.name] = .some(nil) }
                return (gates[self.name] ?? []) ?? []
            }
            for promise in waiting { promise.succeed() }
        }

        static func pass(_ name: String, on loop: any EventLoop) -> EventLoopFuture<Void> {
            let promise = loop.makePromise(of: Void.self)
            let isOpen = Self.gates.withLock { gates in
                if case .some(.none) = gates[name] { return true }
                gates[name] = ((gates[name] ?? []) ?? []) + [promise]
                return false
            }
            if isOpen { promise.succeed() }
            return promise.futureResult
        }
    }

    static let type = MonitorType(rawValue: "scripted")
    static let label = "Scripted"
    static let summary = "Does as it is told."
    static let targetField = FormField("target", "Script", .text)
    static let form: [FormField] = []

    func observe(_ target: Target, _ settings: TCPSettings, in attempt: Attempt) -> EventLoopFuture<Observation> {
        let loop = attempt.eventLoop
        let word = target.next()
        if word.hasPrefix("hold ") {
            return Gate.pass(String(word.dropFirst(5)), on: loop).map { Observation(.up, latency: .milliseconds(1)) }
        }
        switch word {
        case "up": return loop.makeSucceededFuture(Observation(.up, latency: .milliseconds(1)))
        case "down": return loop.makeSucceededFuture(Observation(.down, .refused, "it refused", latency: .milliseconds(1)))
        case "stall":
            usleep(400_000)  // what a starved process looks like from within
            return loop.makeSucceededFuture(Observation(.down, .timeout, "no answer", latency: .milliseconds(400)))
        default: return loop.makeFailedFuture(RunnerFault("too many open files"))
        }
    }
}
