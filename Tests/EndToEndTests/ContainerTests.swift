import Foundation
import HawkTestSupport
import Testing

/// What a container engine that runs the program relies on.
@Suite(.serialized) struct ContainerTests {
    @Test func `health exits with 0 while the server of this configuration runs, and with 1 otherwise`() async throws {
        let place = try Place()
        defer { place.remove() }
        let server = Installation(.oneProcess, in: place)
        let configuration = ["STATUSHAWK_LISTEN": String(server.url.dropFirst("http://".count))]
        try await server.start()
        #expect(try await Program(["health"], environment: configuration, in: place).exitStatus(within: .seconds(10)) == 0)
        try await server.killAtOnce()
        #expect(try await Program(["health"], environment: configuration, in: place).exitStatus(within: .seconds(10)) == 1)
    }

    @Test func `a server uses as many descriptors as it may have`() async throws {
        let place = try Place()
        defer { place.remove() }
        let port = freePort()
        let server = try Program(
            ["-c", "ulimit -S -n 256; exec \"$0\" serve", Place.program], of: "/bin/sh",
            environment: ["STATUSHAWK_LISTEN": "127.0.0.1:\(port)", "STATUSHAWK_DATA_DIR": place.file("data")], in: place)
        try await eventually("the ready line") { server.output.contains("StatusHawk is ready") }
        let limits = try server.limits()
        try await server.killAtOnce()
        let files = try #require(limits.split(separator: "\n").first { $0.hasPrefix("Max open files") })
        let (soft, hard) = (files.split(separator: " ")[3], files.split(separator: " ")[4])
        #expect(soft == hard && soft != "256")
    }
}
