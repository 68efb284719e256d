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

    static let type = MonitorType(rawValue: "scripted")
    static let label = "Scripted"
    static let summary = "Does as it is told."
    static let targetField = FormField("target", "Script", .text)
    static let form: [FormField] = []

    func observe(_ target: Target, _ settings: TCPSettings, in attempt: Attempt) -> EventLoopFuture<Observation> {
        let loop = attempt.eventLoop
        switch target.next() {
        case "up": return loop.makeSucceededFuture(Observation(.up, latency: .milliseconds(1)))
        case "down": return loop.makeSucceededFuture(Observation(.down, .refused, "it refused", latency: .milliseconds(1)))
        case "stall":
            usleep(400_000)  // what a starved process looks like from within
            return loop.makeSucceededFuture(Observation(.down, .timeout, "no answer", latency: .milliseconds(400)))
        default: return loop.makeFailedFuture(RunnerFault("too many open files"))
        }
    }
}
