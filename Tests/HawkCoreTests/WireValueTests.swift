import HawkCore
import HawkTestSupport
import Testing

@Suite struct WireValueTests {
    private static let task: CheckTask = {
        var configuration = MonitorConfiguration(
            name: "Shop", type: .http, target: "https://shop.test/ü",
            schedule: .polled(
                CheckTiming(
                    interval: .seconds(30), timeout: .milliseconds(1_500), confirmations: 2, confirmationDelay: .seconds(3))),
            settings: ["method": "POST", "headers": [["a", 1], 2.5, true, .null], "deep": ["x": ["y": [:]]]],
            sealedSettings: [0, 255, 7])
        configuration.locations = ["north"]
        let monitor = Monitor(
            id: ID(.max), organization: ID(3), configuration: configuration, revision: 9, createdAt: .epoch, updatedAt: .epoch,
            effectiveAt: .epoch)
        return CheckTask(monitor, slot: Instant(milliseconds: 1_790_000_000_123), location: "north", epoch: 4)
    }()

    private static let result: CheckResult = {
        var evidence = AttemptEvidence()
        evidence.addresses = ["192.0.2.1", "2001:db8::1"]
        evidence.peer = "192.0.2.1:443"
        evidence.headers = [.init(name: "Server", value: "x")]
        evidence.body = "no"
        evidence.size = 1_234
        evidence.redirects = ["https://shop.test/login"]
        evidence.tlsVersion = "TLSv1.3"
        evidence.lenient = ["bare_line_feed"]
        evidence.changes = [.init(what: .status, before: "200", after: "500")]
        evidence.certificates = [
            CertificateSummary(
                subject: "CN=a", issuer: "CN=b", names: ["a", "b"], notBefore: .epoch, notAfter: Instant(seconds: 2_000_000_000))
        ]
        let observation = Observation(
            .down, .status, "it answered 500", statusCode: 500, latency: .microseconds(1_234), evidence: evidence)
        var result = CheckResult(
            monitor: ID(1), organization: ID(2), revision: 3, location: "north", slot: Instant(seconds: 1_790_000_000),
            startedAt: Instant(seconds: 1_790_000_001), finishedAt: Instant(seconds: 1_790_000_002), interval: .seconds(60),
            outcome: .down, reason: .status, message: "it answered 500", statusCode: 500, attempts: 2,
            firstFailedAt: Instant(seconds: 1_790_000_001), latency: .microseconds(1_234),
            phases: Phases(dns: .microseconds(10), connect: .zero, tls: nil, firstByte: .milliseconds(3), transfer: nil),
            evidence: [AttemptRecord(startedAt: Instant(seconds: 1_790_000_001), observation: observation)])
        result.anomalous = true
        result.zScore = -2.75
        return result
    }()

    private static let message = AlertMessage(
        deliveryKey: "k", kind: .incidentOpened, occurredAt: Instant(seconds: 1_790_000_000), url: "https://h.test/i/1",
        organization: .init(id: ID(2), name: "Acme"),
        monitor: .init(id: ID(1), name: "Shop", type: .http, target: "https://shop.test", status: .down),
        incident: .init(
            id: ID(5), title: "Shop is down", startedAt: .epoch, confirmedAt: .epoch, resolvedAt: nil, reason: .timeout,
            message: "no answer"),
        message: "no answer")

    private static let events: [LiveEvent.Kind] = [
        .check(ID(1), outcome: .degraded, latency: .milliseconds(5), location: "north"), .status(ID(1), .down, since: .epoch),
        .incident(ID(2), .identified, monitors: [ID(1), ID(7)]), .delivery(ID(3), ID(4), .failed), .pagesEdited, .missed,
    ]

    /// - Parameter earlier: the same value as decoded from earlier versions, with fewer fields at its end.
    private func expectRoundTrip<Value: WireValue & Equatable>(_ value: Value, earlier: [Value] = []) throws {
        #expect(try Value(wireBytes: value.wireBytes) == value)
        #expect(try Value(wireBytes: value.wireBytes + [1, 2, 3]) == value, "a later layout may add fields at the end")
        #expect(throws: UnknownVersion(version: Value.wireVersion + 1)) {
            try Value(wireBytes: [UInt8(Value.wireVersion + 1)] + value.wireBytes.dropFirst())
        }
        #expect(throws: ByteReader.MalformedBytes.self) { try Value(wireBytes: [0]) }
        var unread = earlier
        for length in 0..<value.wireBytes.count {
            do {
                let value = try Value(wireBytes: Array(value.wireBytes.prefix(length)))
                #expect(unread.first == value)
                unread = Array(unread.dropFirst())
            } catch {
                #expect(error is ByteReader.MalformedBytes)
            }
        }
        #expect(unread.isEmpty)
    }

    @Test func `values survive encoding unchanged, and truncated bytes are refused`() throws {
        try expectRoundTrip(Self.task)
        var (first, second, third) = (Self.result, Self.result, Self.result)
        first.evidence[0].evidence.size = nil
        first.evidence[0].evidence.redirects = []
        first.evidence[0].evidence.tlsVersion = nil
        first.evidence[0].evidence.changes = nil
        second.evidence[0].evidence.changes = nil
        first.evidence[0].evidence.lenient = []
        second.evidence[0].evidence.lenient = []
        third.evidence[0].evidence.lenient = []
        try expectRoundTrip(Self.result, earlier: [first, second, third])
        try expectRoundTrip(Self.message, earlier: [Self.message])
        var resolved = Self.message
        resolved.incident?.end = .byHand(name: "Ada")
        try expectRoundTrip(resolved, earlier: [Self.message])
        for kind in Self.events {
            try expectRoundTrip(LiveEvent(organization: ID(1), at: .epoch, kind: kind))
            try expectRoundTrip(LiveEvent(organization: nil, at: Instant(seconds: -1), kind: kind))
        }
    }

    @Test func `a task from its monitor's template equals the task, for any slot`() throws {
        let configuration = MonitorConfiguration(
            name: "Shop", type: .http, target: "https://shop.test/", schedule: .polled(CheckTiming(interval: .seconds(30))),
            locations: ["north", "south"],
            settings: .object(["method": .string("HEAD")]), sealedSettings: [1, 2, 3])
        let monitor = Monitor(
            id: ID(7), organization: ID(3), configuration: configuration, revision: 5, createdAt: .epoch, updatedAt: .epoch,
            effectiveAt: .epoch)
        let slot = Instant(milliseconds: 1_795_305_600_123)
        let whole = ["north", "south"].map { CheckTask(monitor, slot: slot, location: $0, epoch: 9) }
        for encoded in [false, true] {
            let tasks = try #require(TaskTemplate(monitor, encoded: encoded)).tasks(at: slot, epoch: 9)
            #expect(try tasks.map { try $0.task() } == whole)
            #expect(try tasks.map { try CheckTask(wireBytes: $0.wireBytes) } == whole)
            #expect(tasks.map(\.wireBytes) == whole.map(\.wireBytes))
            #expect(encoded || tasks == whole.map { EmittedTask($0) })
        }
    }

    @Test func `a receipt is not encoded`() throws {
        var task = Self.task
        task.receipt = TaskReceipt(location: "north", entry: "1-1")
        #expect(try CheckTask(wireBytes: task.wireBytes).receipt == nil)
        #expect(try EmittedTask(task).task().receipt == nil)
    }

    /// Checks that any value decoded from hostile bytes supports arithmetic.
    private func read(_ bytes: [UInt8]) {
        if let task = try? CheckTask(wireBytes: bytes) {
            _ = task.slot + task.timing.interval + task.timing.maxCheckDuration
            _ = task.timing.interval.milliseconds
        }
        if let result = try? CheckResult(wireBytes: bytes) { _ = result.holdsUntil + (result.latency ?? .zero) }
        _ = try? LiveEvent(wireBytes: bytes)
        _ = try? AlertMessage(wireBytes: bytes)
    }

    @Test func `hostile bytes are refused without a crash`() {
        var state: UInt64 = 1
        func random() -> UInt64 {
            state &+= 1
            return splitMix64(state)
        }
        let samples =
            [Self.task.wireBytes, Self.result.wireBytes, Self.message.wireBytes]
            + Self.events.map { LiveEvent(organization: ID(1), at: .epoch, kind: $0).wireBytes }
        for round in 0..<20_000 {
            var bytes = samples[round % samples.count]
            for _ in 0...Int(random() % 4) {
                bytes[Int(random() % UInt64(bytes.count))] =
                    [0, 0x7F, 0x80, 0xFF, UInt8(truncatingIfNeeded: random())][
                        Int(random() % 5)]
            }
            read(bytes)
            read((0..<Int(random() % 64)).map { _ in UInt8(truncatingIfNeeded: random()) })
        }
    }

    @Test func `endlessly nested values are refused`() {
        let nested = Array(repeating: [6, 1] as [UInt8], count: 100_000).flatMap { $0 }
        var reader = ByteReader(nested)
        #expect(throws: ByteReader.MalformedBytes.self) { try JSONValue(from: &reader) }
    }
}
