import Foundation
import HawkCore
import HawkNet
import HawkTestSupport
import Testing

/// The settings of a file such as `/etc/resolv.conf` apply, and again after a change.
@Suite struct ResolverConfigurationTests {
    private let file = FileManager.default.temporaryDirectory.appending(path: "statushawk-resolv-\(UUID().uuidString)")

    private func configure(_ text: String) throws { try text.write(to: self.file, atomically: true, encoding: .utf8) }

    @Test func `the search list is tried, after the name itself if it has enough dots`() async throws {
        let server = try await DNSTestServer(names: ["db.inside.test": ["192.0.2.7"], "a.b.inside.test": ["192.0.2.8"]])
        try self.configure("nameserver 127.0.0.1\nsearch other.test inside.test\noptions ndots:2\n")
        defer { try? FileManager.default.removeItem(at: self.file) }
        let resolver = NameResolver(servers: .configuration(path: self.file.path, port: UInt16(server.port)))
        #expect(try await resolver.find("db") == ["192.0.2.7"])
        #expect(server.queries.prefix(2).allSatisfy { $0 == "db.other.test" })
        #expect(try await resolver.find("a.b") == ["192.0.2.8"])
        #expect(server.queries.first { $0.hasPrefix("a.b") } == "a.b.other.test")
        await #expect(throws: TargetFailure(.dns, "the name x.y.z does not exist")) { try await resolver.find("x.y.z") }
        let queried = server.queries.filter { $0.hasPrefix("x.y.z") }
        #expect(queried.first == "x.y.z" && Set(queried) == ["x.y.z", "x.y.z.other.test", "x.y.z.inside.test"])
    }

    @Test func `a change of the file applies to the next lookup`() async throws {
        let server = try await DNSTestServer(names: ["db.old.test": ["192.0.2.7"], "db.new.test": ["192.0.2.8"]])
        try self.configure("nameserver 127.0.0.1\nsearch old.test\n")
        defer { try? FileManager.default.removeItem(at: self.file) }
        let resolver = NameResolver(servers: .configuration(path: self.file.path, port: UInt16(server.port)))
        #expect(try await resolver.find("db") == ["192.0.2.7"])
        try self.configure("nameserver 127.0.0.1\nsearch new.test\n")
        #expect(try await resolver.find("db", fresh: true) == ["192.0.2.8"])
    }
}
