import HawkCore
import HawkNet
import HawkProbes
import NIOCore
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// A probe whose target is its script: the outcomes of its attempts, such as `down,stall,up`, after a name that identifies the
/// run. The name may end in `@` and an address; otherwise, each run has an address of its own.
struct ScriptedProbe: Probe {
    struct Target: ProbeTarget {
        let canonical: String
        /// The name that identifies the run.
        var host: String { String(self.canonical.prefix { $0 != ":" }) }

        /// The address at which it takes a place.
        var address: IPAddress {
            let written = self.host.split(separator: "@").last.flatMap { IPAddress(String($0)) }
            return written ?? .v4(self.host.utf8.reduce(2_166_136_261) { ($0 ^ UInt32($1)) &* 16_777_619 })
        }

        init(parsing text: String) throws(InvalidTarget) { self.canonical = text }

        /// Returns the outcome of the next attempt. The last word repeats.
        func next() -> Substring {
            let words = self.canonical.drop { $0 != ":" }.dropFirst().split(separator: ",")
            return words[min(Self.next(self.canonical), words.count - 1)]
        }

        private static let attempts = Mutex<[String: Int]>([:])

        private static func next(_ name: String) -> Int {
            self.attempts.withLock { attempts in
                defer { attempts[name, default: 0] += 1 }
                return attempts[name, default: 0]
            }
        }
    }

    /// A gate at which `hold` attempts wait. The word after `hold` is its name.
    final class Gate: Sendable {
        let name = "\(UInt64.random(in: .min ... .max))"
        /// The waiting attempts by name, or nil once the gate is open.
        private static let gates = Mutex<[String: [(host: String, promise: EventLoopPromise<Void>)]?]>([:])

        var waiting: Int { self.names.count }
        /// The names in the targets of the waiting attempts.
        var names: [String] { Self.gates.withLock { ($0[self.name] ?? [])?.map(\.host) ?? [] } }

        func isWaitedFor(by count: Int) async { while self.waiting < count { await Task.yield() } }

        func open() {
            let waiting = Self.gates.withLock { gates in
                defer { gates[self.name] = .some(nil) }
                return (gates[self.name] ?? []) ?? []
            }
            for waiter in waiting { waiter.promise.succeed() }
        }

        static func pass(_ name: String, _ host: String, on loop: any EventLoop) -> EventLoopFuture<Void> {
            let promise = loop.makePromise(of: Void.self)
            let isOpen = Self.gates.withLock { gates in
                if case .some(.none) = gates[name] { return true }
                gates[name] = ((gates[name] ?? []) ?? []) + [(host, promise)]
                return false
            }
            if isOpen { promise.succeed() }
            return promise.futureResult
        }
    }

    /// An action that runs while a `do` attempt is in flight, which then fails. The word after `do` is its name.
    struct Deed {
        let name = "\(UInt64.random(in: .min ... .max))"
        private static let deeds = Mutex<[String: @Sendable () -> Void]>([:])

        init(_ deed: @escaping @Sendable () -> Void) { Self.deeds.withLock { [name] in $0[name] = deed } }

        static func run(_ name: String) { self.deeds.withLock { $0[name] }?() }
    }

    /// The present and the highest number of concurrent `busy` attempts, by host.
    private static let busy = Mutex<[String: (now: Int, most: Int)]>([:])

    private static let addresses = Mutex<UInt32>(0x0A00_0000)

    /// Returns an address that no other test uses.
    static func freshAddress() -> String {
        self.addresses.withLock { last in
            last += 1
            return "\(IPAddress.v4(last))"
        }
    }

    static func maxAtOnce(at host: String) -> Int { self.busy.withLock { $0[host]?.most ?? 0 } }

    private static func count(_ change: Int, at host: String) {
        self.busy.withLock { busy in
            let now = (busy[host]?.now ?? 0) + change
            busy[host] = (now, max(busy[host]?.most ?? 0, now))
        }
    }

    static let type = MonitorType(rawValue: "scripted")
    static let label = "Scripted"
    static let summary = "Does as it is told."
    static let targetField = FormField("target", "Script", .text)

    private let target: Target

    typealias Settings = TCPSettings

    init(_ target: Target, _ settings: Settings) { self.target = target }

    func observe(in attempt: Attempt) {
        attempt.acquirePlaces(at: [self.target.address]) {
            let word = self.target.next()
            // In milliseconds.
            if word.hasPrefix("cost "), let cost = Int64(word.dropFirst(5)) { attempt.charge(cost * 1_000_000) }
            self.perform(word, on: attempt.eventLoop).assumeIsolated().whenComplete { attempt.end($0) }
        }
    }

    private func perform(_ word: Substring, on loop: any EventLoop) -> EventLoopFuture<Observation> {
        if word.hasPrefix("cost ") { return loop.makeSucceededFuture(Observation(.up, latency: .milliseconds(1))) }
        if word.hasPrefix("hold ") {
            return Gate.pass(String(word.dropFirst(5)), self.target.host, on: loop).map {
                Observation(.up, latency: .milliseconds(1))
            }
        }
        if word.hasPrefix("do ") {
            Deed.run(String(word.dropFirst(3)))
            return loop.makeSucceededFuture(Observation(.down, .timeout, "no answer", latency: .milliseconds(1)))
        }
        switch word {
        case "busy":
            Self.count(1, at: self.target.host)
            return loop.scheduleTask(in: .microseconds(.random(in: 0...3_000))) {
                Self.count(-1, at: self.target.host)
                return Observation(.up, latency: .milliseconds(1))
            }.futureResult
        case "well": return loop.makeSucceededFuture(self.seen(.up, at: "192.0.2.7:443", status: 200, size: 5_000))
        case "ill": return loop.makeSucceededFuture(self.seen(.down, at: "192.0.2.8:443", status: 500, size: 90))
        case "up": return loop.makeSucceededFuture(Observation(.up, latency: .milliseconds(1)))
        case "down": return loop.makeSucceededFuture(Observation(.down, .refused, "it refused", latency: .milliseconds(1)))
        case "stall":
            usleep(400_000)  // what a starved process looks like from inside
            return loop.makeSucceededFuture(Observation(.down, .timeout, "no answer", latency: .milliseconds(400)))
        default: return loop.makeFailedFuture(RunnerFault("too many open files"))
        }
    }

    private func seen(_ outcome: Outcome, at peer: String, status: Int, size: Int) -> Observation {
        var evidence = AttemptEvidence()
        evidence.peer = peer
        evidence.size = size
        return Observation(
            outcome, outcome == .up ? .none : .status, outcome == .up ? "" : "it answered \(status)", statusCode: status,
            latency: .milliseconds(1), evidence: evidence)
    }
}
