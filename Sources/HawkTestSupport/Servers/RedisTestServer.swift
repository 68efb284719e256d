import Foundation
package import HawkBroker
import HawkCore

#if canImport(Glibc)
    import Glibc
#endif

/// Redis servers for tests: the shared one that `HAWK_TEST_REDIS` names, and separate ones that a test may stop, pause and empty.
package final class RedisTestServer: Sendable {
    package struct Missing: Error, CustomStringConvertible {
        package let description =
            "these tests need a Redis server: run them by script/test, or set HAWK_TEST_REDIS to the URL of one whose data may be "
            + "written to, such as redis://127.0.0.1:6379"
    }

    package struct Failed: Error, CustomStringConvertible {
        package let description: String
    }

    /// Runs a test with its own key prefix on the shared server, and removes the keys afterwards.
    package static func withPrefix<Value>(_ body: (RedisAddress, String) async throws -> Value) async throws -> Value {
        guard let url = ProcessInfo.processInfo.environment["HAWK_TEST_REDIS"], !url.isEmpty else { throw Missing() }
        let address = try RedisAddress(url)
        let prefix = "statushawk-test-\(UUID().uuidString):"
        return try await Cleanup.run({ try await body(address, prefix) }, finally: { try await Self.remove(prefix, at: address) })
    }

    private static func remove(_ prefix: String, at address: RedisAddress) async throws {
        let pipeline = RedisPipeline(address, name: "tests")
        let keys = try await pipeline.send(["KEYS", .text("\(prefix)*")], within: .seconds(10)).list ?? []
        let names = keys.compactMap(\.text).map { RedisCommand.Argument.text($0) }
        if !names.isEmpty { try await pipeline.send(RedisCommand(["DEL"] + names), within: .seconds(10)) }
        await pipeline.close()
    }

    package let port: Int
    private let directory: String
    private let arguments: [String]
    private let process: ProcessBox

    // SAFETY: unchecked, because Foundation's Process is not Sendable; every use holds the lock.
    private final class ProcessBox: @unchecked Sendable {
        private let lock = NSLock()
        private var process: Process?

        func replace(_ process: Process?) -> Process? {
            self.lock.withLock {
                defer { self.process = process }
                return self.process
            }
        }

        var id: pid_t? { self.lock.withLock { self.process?.processIdentifier } }
    }

    package var address: RedisAddress {
        get throws { try RedisAddress("redis://127.0.0.1:\(self.port)") }
    }

    /// Starts a server for one test, and stops it afterwards.
    package static func with<Value>(
        _ arguments: [String] = [], _ body: (RedisTestServer) async throws -> Value
    ) async throws -> Value {
        try await TemporaryDirectory.with { directory in
            let server = RedisTestServer(port: try Self.sparePort(), directory: directory, arguments: arguments)
            try await server.start()
            return try await Cleanup.run({ try await body(server) }, finally: { server.kill() })
        }
    }

    private init(port: Int, directory: String, arguments: [String]) {
        self.port = port
        self.directory = directory
        self.arguments = arguments
        self.process = ProcessBox()
    }

    /// Returns when the server answers.
    package func start() async throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments =
            [
                "redis-server", "--bind", "127.0.0.1", "--port", "\(self.port)", "--dir", self.directory, "--save", "",
                "--appendonly", "yes", "--appendfsync", "always",
            ] + self.arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        _ = self.process.replace(process)
        let pipeline = RedisPipeline(try self.address, name: "tests")
        do throws(RedisError) {
            try await pipeline.connect(within: .seconds(20))
        } catch .unsuitable {
            // It answers, even if with a refusal, which is what the test wants.
        } catch {
            throw Failed(description: "redis-server does not start; script/bootstrap test installs it: \(error.sentence)")
        }
        await pipeline.close()
    }

    /// Ends the server as a crash does. Acknowledged data is on disk.
    package func kill() { self.end(SIGKILL) }

    /// Deletes the data, so that the next start is empty.
    package func forget() throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: self.directory) {
            try FileManager.default.removeItem(atPath: "\(self.directory)/\(name)")
        }
    }

    /// Stops answering, but keeps accepting connections.
    package func pause() { if let id = self.process.id { Glibc.kill(id, SIGSTOP) } }
    package func resume() { if let id = self.process.id { Glibc.kill(id, SIGCONT) } }

    private func end(_ signal: Int32) {
        guard let process = self.process.replace(nil) else { return }
        Glibc.kill(process.processIdentifier, SIGCONT)
        Glibc.kill(process.processIdentifier, signal)
        process.waitUntilExit()
    }

    /// Uses ports below the ephemeral range, so that no outgoing connection takes the port before the server does. The same is
    /// true of the cluster bus port, which is 10,000 higher.
    private static func sparePort() throws -> Int {
        for _ in 0..<100 {
            let port = UInt16.random(in: 11_000..<20_000)
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
            defer { close(descriptor) }
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            let isFree = withUnsafePointer(to: address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
                }
            }
            if isFree { return Int(port) }
        }
        throw Failed(description: "there is no port left")
    }
}
