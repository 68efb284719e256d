import Foundation
import Glibc
import HawkCore
import HawkNet
import HawkTestSupport
import NIOCore
import NIOPosix
import Testing

/// Queries for records to the servers of a configuration such as `/etc/resolv.conf`.
@Suite struct RecordQueryTests {
    private static let zone: [String: DNSTestServer.Answer] = [
        "shop.test": .records([.address(.v4(0xC000_0207))]), "large.test": .large((0..<300).map { .address(.v4($0)) }),
        "broken.test": .serverFailure, "private.test": .refusal, "closed.test": .closedStream,
    ]

    private func query(_ names: [String]) async throws -> [Result<Int, NameServerFailure>] {
        let server = try await DNSTestServer(Self.zone)
        let file = FileManager.default.temporaryDirectory.appending(path: "statushawk-resolv-\(UUID().uuidString)")
        try "nameserver 127.0.0.1\nsearch inside.test\n".write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        let resolver = NameResolver(servers: .configuration(path: file.path, port: UInt16(server.port)))
        var results: [Result<Int, NameServerFailure>] = []
        for name in names {
            let loop = MultiThreadedEventLoopGroup.singleton.next()
            let query = resolver.query(for: name, type: 1, of: nil, overTCP: false, on: loop)
            do {
                results.append(.success(try await query.message.get().count))
            } catch {
                results.append(.failure(try #require(error as? NameServerFailure)))
            }
        }
        #expect(!server.queries.contains { $0.hasSuffix("inside.test") })
        try await eventually("no socket is left") { try OpenConnections.countAll(toPort: server.port) == 0 }
        return results
    }

    @Test func `an answer is returned unchanged, also over TCP or for a missing name`() async throws {
        let results = try await self.query(["shop.test", "large.test", "nowhere.test"])
        // A header of 12 bytes, the question's name with 4 more, and records of 16 bytes if their owner is a pointer.
        #expect(results == [.success(12 + 15 + 16), .success(12 + 16 + 300 * 16), .success(12 + 18)])
    }

    @Test func `a server that fails is distinguished from one that is missing`() async throws {
        let results = try await self.query(["broken.test", "private.test", "closed.test"])
        // Newer versions of c-ares return the last server's answer.
        #expect(results[0] == .failure(.failing) || results[0] == .success(12 + 17))
        #expect(results[1] == .failure(.failing) || results[1] == .success(12 + 18))
        #expect(results[2] == .failure(.overTCP(.socket(ECONNRESET))))
    }

    @Test func `a query that is cancelled leaves no socket`() async throws {
        let server = try await DNSTestServer(["quiet.test": .silence])
        let resolver = NameResolver(servers: .system)
        let chosen = [Endpoint(ip: .v4(0x7F00_0001), port: server.port)]
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let queries = [false, true].map { resolver.query(for: "quiet.test", type: 16, of: chosen, overTCP: $0, on: loop) }
        try await eventually("both have arrived") { server.queries.count >= 2 }
        for query in queries { query.forget() }
        for query in queries { await #expect(throws: NameServerFailure.self) { try await query.message.get() } }
        try await eventually("no socket is left") { try OpenConnections.countAll(toPort: server.port) == 0 }
    }

    @Test func `thousands of configured servers leave only a few channels`() async throws {
        let server = try await DNSTestServer(["shop.test": .records([.address(.v4(1))])], host: "0.0.0.0")
        let resolver = NameResolver(servers: .system)
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        for host in 1...2_000 {
            let chosen = [Endpoint(ip: .v4(0x7F01_0000 + UInt32(host)), port: server.port)]
            // Over TCP, since a datagram to any address is answered from the first one.
            let query = resolver.query(for: "shop.test", type: 1, of: chosen, overTCP: true, on: loop)
            #expect(try await query.message.get().count > 12)
        }
        try await eventually("no socket is left") { try OpenConnections.countAll(toPort: server.port) == 0 }
    }

    @Test(arguments: [EMFILE, ENFILE, ENOBUFS]) func `a lack of descriptors or memory is not the fault of a configured server`(
        _ code: Int32
    ) {
        let server = (name: "192.0.2.53:53", endpoint: Endpoint(ip: .v4(0xC000_0235), port: 53))
        #expect(NameServerFailure.socket(code).verdict(of: server, on: "x") is RunnerFault)
        #expect(NameServerFailure.socket(ECONNREFUSED).verdict(of: server, on: "x") is TargetFailure)
        #expect(NameServerFailure.socket(ECONNREFUSED).verdict(of: nil, on: "x") is RunnerFault)
    }
}
