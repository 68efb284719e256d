import HawkCore
import HawkNet
import HawkTestSupport
import NIOCore
import Testing

/// Name servers that misbehave: each check gets the right reason in time, and leaves no descriptor open.
@Suite struct HostileNameServerTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let answer: DNSTestServer.Answer
        /// Nil if the check is up.
        let reason: Reason?
        let message: String

        init(_ description: String, _ reason: Reason?, _ message: String, _ answer: DNSTestServer.Answer) {
            self.testDescription = description
            self.answer = answer
            self.reason = reason
            self.message = message
        }

        /// Returns a damaged copy of the right response.
        static func spoilt(
            _ description: String, _ reason: Reason?, _ message: String = "", _ spoil: @escaping @Sendable (inout [UInt8]) -> Void
        ) -> Case {
            Case(
                description, reason, message,
                .bytes { question, _ in
                    guard let query = DNSQuestion(question) else { return [] }
                    var bytes = [UInt8](buffer: query.message([.address(.v4(0xC000_0207))]))
                    spoil(&bytes)
                    return [ByteBuffer(bytes: bytes)]
                })
        }
    }

    private static let cases: [Case] = [
        Case("silence", .timeout, "no answer from SERVER within 0.4 s", .silence),
        Case(
            "more, and then a closed stream", .protocol,
            "SERVER closed the connection without an answer, asked over TCP, as its answer over UDP is truncated", .closedStream),
        Case(
            "more, and then silence", .timeout, "no answer from SERVER within 0.4 s",
            .bytes { question, transport in
                transport == .udp ? [DNSQuestion(question)?.message(flags: 0x0200) ?? question] : []
            }),
        .spoilt("another number", .timeout, "no answer from SERVER within 0.4 s") { $0[0] ^= 0xFF },
        .spoilt("another question", .timeout, "no answer from SERVER within 0.4 s") { $0[13] ^= 0x01 },
        .spoilt("a header alone", .timeout) { $0.removeLast($0.count - 12) },
        .spoilt("half a header", .timeout) { $0.removeLast($0.count - 6) },
        Case(
            "the question itself", .protocol, "SERVER sent an answer that is a query, not a response",
            .bytes { question, _ in [question] }),
        .spoilt("half a record", .protocol, "SERVER sent an answer that ends too early") { $0.removeLast(3) },
        .spoilt("more records than there are", .protocol, "SERVER sent an answer that ends too early") { $0[7] = 200 },
        .spoilt("65,535 records announced", .tooLarge, "SERVER sent an answer of more than 1024 records") {
            ($0[6], $0[7]) = (0xFF, 0xFF)
        },
        .spoilt("an owner that points to itself", .protocol, "has a name with an invalid compression pointer") {
            $0[$0.count - 15] = UInt8($0.count - 16)
        },
        .spoilt("an owner that points beyond the end", .protocol, "has a name with an invalid compression pointer") {
            ($0[$0.count - 16], $0[$0.count - 15]) = (0xFF, 0xFF)
        },
        .spoilt("an address of 3 bytes", .protocol, "ends too early") {
            $0[$0.count - 5] = 3
            $0.removeLast()
        },
        .spoilt("rubbish behind the answer", nil) { $0 += [1, 2, 3] },
        Case("rubbish", .timeout, "", .bytes { _, _ in [ByteBuffer(repeating: 0xAB, count: 300)] }),
        Case(
            "a name of more than 255 bytes", .protocol, "has a name of more than 255 bytes",
            .records([
                .alias(to: (0..<5).map { _ in String(repeating: "a", count: 60) }.joined(separator: "."))
            ])),
        Case(
            "a label of an unknown kind", .protocol, "has a name with a label of an unknown kind",
            .records([.init(5, [0x80, 0])])),
        Case("an alias of itself", .protocol, "answered with an alias loop", .records([.alias(to: "shop.test")])),
        Case(
            "aliases without end", .protocol, "answered with an alias loop",
            .records(
                (0..<40).map { .alias(to: "a\($0 + 1).test", of: $0 == 0 ? "shop.test" : "a\($0).test") })),
        Case("a record of a class of its own length", nil, "", .records([.init(999, [1, 2, 3]), .address(.v4(1))])),
        Case(
            "2,000 records", .tooLarge, "SERVER sent an answer of more than 1024 records",
            .large(
                (0..<2_000).map { .address(.v4($0)) })),
        Case(
            "60 KiB of text beside the address", nil, "",
            .large([
                .address(.v4(1)), .init(16, (0..<240).flatMap { _ in [255] + [UInt8](repeating: 0x61, count: 255) }),
            ])),
        Case(
            "a hundred answers to one question", nil, "",
            .bytes { question, _ in
                guard let query = DNSQuestion(question) else { return [] }
                return Array(repeating: query.message([.address(.v4(1))]), count: 100)
            }),
        Case(
            "an explanation that breaks off", .status, "SERVER answered SERVFAIL", .code(2, extended: [0, 15, 0, 200, 0, 6, 65])),
    ]

    @Test(arguments: cases) func `each misbehaving server has its reason`(_ testCase: Case) async throws {
        let server = try await DNSTestServer(["shop.test": testCase.answer])
        let seen = try await ProbeFixture().observe(
            .dns, "shop.test", ["resolver": .string(server.address)],
            timeout: testCase.reason == .timeout ? .milliseconds(400) : .seconds(30))
        #expect(seen.outcome == (testCase.reason == nil ? .up : .down), "\(seen.message)")
        // Newer versions of c-ares parse what they return, and have one message for all errors.
        if testCase.reason == nil || seen.message != "\(server.address) sent an answer that cannot be read" {
            #expect(seen.reason == testCase.reason ?? .none, "\(seen.message)")
            #expect(seen.message.contains(testCase.message.replacing("SERVER", with: server.address)), "\(seen.message)")
        }
        #expect((seen.evidence.body?.utf8.count ?? 0) <= 4_096)
        try await eventually("no socket is left") { try OpenConnections.countAll(toPort: server.port) == 0 }
    }

    @Test(
        arguments: [
            (.hold, .timeout, "no answer from SERVER within 0.4 s"),
            (.close, .protocol, "SERVER closed the connection without an answer"),
            (.reset, .protocol, "SERVER closed the connection without an answer"),
            (.answerAndHold([0x00]), .timeout, "no answer from SERVER within 0.4 s"),
            (.answerAndHold([0xFF, 0xFF, 1, 2, 3]), .timeout, "no answer from SERVER within 0.4 s"),
            (.drip([0xFF, 0xFF]), .timeout, "no answer from SERVER within 0.4 s"),
        ] as [(TCPTestServer.Script, Reason, String)])
    func `the same is true over TCP`(_ script: TCPTestServer.Script, _ reason: Reason, _ message: String) async throws {
        let server = try await TCPTestServer(script)
        let seen = try await ProbeFixture().observe(
            .dns, "shop.test", ["resolver": .string("127.0.0.1:\(server.port)"), "transport": "tcp"],
            timeout: reason == .timeout ? .milliseconds(400) : .seconds(30))
        #expect(seen.outcome == .down && seen.reason == reason, "\(seen.message)")
        #expect(seen.message == message.replacing("SERVER", with: "127.0.0.1:\(server.port)"))
        try await eventually("no socket is left") { try OpenConnections.countAll(toPort: server.port) == 0 }
    }

    @Test func `a response that is not DNS leaves no connection`() async throws {
        let server = try await TCPTestServer(.answerAndClose(Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8)))
        let seen = try await ProbeFixture().observe(
            .dns, "shop.test", ["resolver": .string("127.0.0.1:\(server.port)"), "transport": "tcp"], timeout: .seconds(2))
        // c-ares 1.34 repeats the query where 1.18 gives up.
        #expect(seen.outcome == .down && [.protocol, .timeout].contains(seen.reason), "\(seen.message)")
        try await eventually("no socket is left") { try OpenConnections.countAll(toPort: server.port) == 0 }
    }

    @Test(arguments: ["udp", "tcp"]) func `a port without a listener refuses`(_ transport: String) async throws {
        let server = try await DNSTestServer([:])
        try await server.close()
        let seen = try await ProbeFixture().observe(
            .dns, "shop.test", ["resolver": .string(server.address), "transport": .string(transport)])
        #expect(seen.outcome == .down && seen.reason == .refused)
        #expect(seen.message == "\(server.address) refused the connection")
    }

    @Test func `a name server with a dead first address is queried at its second`() async throws {
        let bench = try await ProbeFixture([
            "dual.test": .addresses([.v6(1), .v4(0x7F00_0001)]), "shop.test": .addresses([.v4(1)]),
        ])
        let seen = try await bench.observe(.dns, "shop.test", ["resolver": .string("dual.test:\(bench.dns.port)")])
        #expect(seen.outcome == .up, "\(seen.message)")
        #expect(seen.evidence.peer == "[::1]:\(bench.dns.port), 127.0.0.1:\(bench.dns.port)")
    }

    @Test func `hundreds of silent name servers leave nothing open`() async throws {
        let servers = try await withThrowingTaskGroup(of: DNSTestServer.self) { group in
            for _ in 0..<100 { group.addTask { try await DNSTestServer(["shop.test": .silence]) } }
            return try await group.reduce(into: [DNSTestServer]()) { $0.append($1) }
        }
        let bench = try await ProbeFixture()
        try await withThrowingTaskGroup(of: Reason.self) { group in
            for server in servers {
                for _ in 0..<3 {
                    group.addTask {
                        let settings: JSONValue = ["resolver": .string(server.address)]
                        return try await bench.observe(.dns, "shop.test", settings, timeout: .milliseconds(500)).reason
                    }
                }
            }
            for try await reason in group { #expect(reason == .timeout) }
        }
        try await eventually("no socket is left") {
            try servers.allSatisfy { try OpenConnections.countAll(toPort: $0.port) == 0 }
        }
    }
}
