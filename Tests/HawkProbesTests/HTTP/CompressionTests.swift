import HawkCore
import HawkTestSupport
import Testing

/// Bodies that an independent implementation compressed, valid and invalid.
@Suite(.serialized) struct CompressionTests {
    private static let ends: JSONValue = ["assertions": [["source": "body", "operator": "contains", "value": "well, the end"]]]
    /// One for all tests that ignore the requests.
    private static let shared = Task { try await PythonServer("compressing") }
    private static let length = 500 * 13 + 7

    @Test(arguments: [
        "plain", "gzip", "x-gzip", "members", "behind", "zlib", "raw", "stored", "plain/bytes", "gzip/bytes", "members/bytes",
        "zlib/bytes", "raw/bytes",
    ])
    func `a body is read in any compression and any pieces`(_ path: String) async throws {
        let server = try await Self.shared.value
        let bench = try await ProbeFixture()
        let target = "http://127.0.0.1:\(server.port)/\(path)"
        let seen = try await bench.observe(http: target, port: server.port, Self.ends)
        #expect(seen.outcome == .up, "\(seen.message)")
        #expect(seen.evidence.size == Self.length)
        let failed = try await bench.observe(http: target, port: server.port, ["expected_status": ["500"]])
        #expect(failed.evidence.body?.hasPrefix("all is well, all is well") == true)
        #expect(failed.evidence.body?.utf8.count == 4_096 && failed.evidence.size == Self.length)
    }

    @Test(arguments: [
        ("cut", "is compressed as gzip and ends too early"), ("garbage", "is not valid gzip"),
        ("rotten", "is not valid deflate"), ("checksum", "is not valid gzip"),
    ])
    func `invalid compression is a protocol error, with or without an assertion on the body`(
        _ path: String, _ sentence: String
    ) async throws {
        let server = try await Self.shared.value
        for settings in [Self.ends, [:]] {
            let seen = try await ProbeFixture().observe(
                http: "http://127.0.0.1:\(server.port)/\(path)", port: server.port, settings)
            #expect(seen.outcome == .down && seen.reason == .protocol && seen.statusCode == 200)
            #expect(seen.message == "the body of 127.0.0.1:\(server.port) \(sentence)")
        }
    }

    @Test func `an empty body is valid, and so is HEAD`() async throws {
        let server = try await Self.shared.value
        for (path, method) in [("empty", "GET"), ("gzip", "HEAD")] {
            let seen = try await ProbeFixture().observe(
                http: "http://127.0.0.1:\(server.port)/\(path)", port: server.port, ["method": .string(method)])
            #expect(seen.outcome == .up, "\(seen.message)")
            #expect(seen.evidence.size == 0)
        }
    }

    @Test(arguments: ["bomb", "hollow"]) func `a compression bomb is not unpacked beyond the limit`(_ path: String) async throws {
        let server = try await Self.shared.value
        let bench = try await ProbeFixture()
        let target = "http://127.0.0.1:\(server.port)/\(path)"
        let seen = try await bench.observe(http: target, port: server.port, Self.ends)
        #expect(seen.outcome == .down && seen.reason == .tooLarge)
        let size = try #require(seen.evidence.size)
        #expect(size <= 272 * 1_024)
        #expect(try await bench.observe(http: target, port: server.port).outcome == .up)
    }

    @Test(arguments: [("foreign", "br"), ("twice", "gzip, gzip")])
    func `an unsupported compression is reported if an assertion needs the body`(_ path: String, _ coding: String) async throws {
        let server = try await Self.shared.value
        let bench = try await ProbeFixture()
        let target = "http://127.0.0.1:\(server.port)/\(path)"
        #expect(try await bench.observe(http: target, port: server.port).outcome == .up)
        let seen = try await bench.observe(http: target, port: server.port, Self.ends)
        #expect(seen.outcome == .down && seen.reason == .assertion)
        #expect(seen.message == "the body of 127.0.0.1:\(server.port) is compressed as \(coding), which is not supported")
    }

    @Test(arguments: ["1.1", "2"]) func `a body that nginx compresses while sending is read`(_ version: String) async throws {
        let server = try await NginxTestServer(identity: try TrustFile.shared.authority.issue(["local.test"]))
        let settings: JSONValue = [
            "http_version": .string(version),
            "assertions": [
                ["source": "header", "name": "content-encoding", "operator": "equals", "value": "gzip"],
                ["source": "header", "name": "content-length", "operator": "not_exists"],
                ["source": "body", "operator": "matches", "value": "^x{50000}x{50000}the end$"],
            ],
        ]
        let seen = try await ProbeFixture().observe(.http, "https://local.test:\(server.port)/large", settings)
        #expect(seen.outcome == .up, "\(seen.message)")
        #expect(seen.evidence.size == 100_007)
    }

    @Test func `gzip and deflate are requested unless the settings differ`() async throws {
        let server = try await PythonServer("compressing")
        _ = try await ProbeFixture().observe(http: "http://127.0.0.1:\(server.port)/plain", port: server.port)
        #expect(try await server.received() == "gzip, deflate")
        _ = try await ProbeFixture().observe(
            http: "http://127.0.0.1:\(server.port)/plain", port: server.port, ["headers": ["accept-encoding": "identity"]])
        #expect(try await server.received() == "identity")
    }
}
