import Foundation
import Glibc
import HawkCore
import HawkTestSupport
import Synchronization

/// The built program, installed in a directory of its own, that can be killed and started again.
final class Installation: Sendable {
    let url: String
    /// One for each process.
    let urls: [String]
    private let topology: Topology
    private let place: Place
    private let ports: [UInt16]
    private let environment: [String: String]
    private let descriptors: Int?
    private let running = Mutex<[Program]>([])

    /// - Parameter descriptors: the limit for each process. Nil: as many as the tests.
    init(_ topology: Topology, in place: Place, environment: [String: String] = [:], descriptors: Int? = nil) {
        let ports = topology.processes.map { _ in freePort() }
        self.topology = topology
        self.place = place
        self.ports = ports
        self.urls = ports.map { "http://127.0.0.1:\($0)" }
        self.url = self.urls[0]
        self.environment = environment
        self.descriptors = descriptors
    }

    /// The database that all processes share. Nil if each has its own file.
    var database: Secret? { self.environment["DATABASE_URL"].map { Secret($0) } }
    /// The directory of the first process.
    var dataDirectory: String { self.place.file("data") }

    /// Starts every process, and waits until each prints and answers that it is ready.
    func start() async throws {
        for (number, (roles, port)) in zip(self.topology.processes, self.ports).enumerated() {
            let address = "127.0.0.1:\(port)"
            let directory = self.place.file(number == 0 ? "data" : "data-\(number)")
            let settings = ["STATUSHAWK_LISTEN": address, "STATUSHAWK_DATA_DIR": directory]
            let serve = ["serve"] + roles.flatMap { ["--role", $0] }
            let limited = self.descriptors.map { ["-c", "ulimit -n \($0); exec \"$0\" \"$@\"", Place.program] + serve }
            let program = try Program(
                limited ?? serve, of: limited == nil ? Place.program : "/bin/sh",
                environment: self.environment.merging(settings) { own, _ in own }, in: self.place)
            self.running.withLock { $0.append(program) }
            let caller = Caller("http://\(address)")
            try await eventually("the ready line on \(address)") {
                guard program.isRunning else { throw EndedEarly(errors: program.errors) }
                return program.output.contains("StatusHawk is ready: http://\(address)\n")
            }
            try await eventually("/readyz on \(address)") { try await caller.get("/readyz").status == 200 }
        }
    }

    /// `kill -9` for every process at once.
    func killAtOnce() async throws {
        let programs = self.running.withLock { programs in
            defer { programs = [] }
            return programs
        }
        for program in programs { program.send(SIGKILL) }
        for program in programs { try await program.killAtOnce() }
    }

    /// Sends SIGTERM to every process, as a service manager does.
    /// - Returns: their exit statuses.
    func terminate(within limit: Duration) async throws -> [Int32] {
        self.send(SIGTERM)
        return try await self.exitStatuses(within: limit)
    }

    /// The same, with what the processes wrote to standard error.
    func terminateKeepingLogs(within limit: Duration) async throws -> (statuses: [Int32], logs: String) {
        let programs = self.running.withLock { $0 }
        let statuses = try await self.terminate(within: limit)
        return (statuses, programs.map(\.errors).joined())
    }

    /// Sends a signal to every process that still runs.
    func send(_ signal: Int32) { for program in self.running.withLock({ $0 }) { program.send(signal) } }

    /// Waits until every process has ended.
    /// - Returns: their exit statuses.
    func exitStatuses(within limit: Duration) async throws -> [Int32] {
        let programs = self.running.withLock { $0 }
        var statuses: [Int32] = []
        for program in programs { statuses.append(try await program.exitStatus(within: limit)) }
        self.running.withLock { $0 = [] }
        return statuses
    }

    /// What each of the running processes wrote to standard error.
    var logs: [String] { self.running.withLock { $0.map(\.errors) } }

    /// Returns the metrics of all processes, one after the other.
    func metrics() async throws -> String {
        var pages = ""
        for url in self.urls { pages += try await Caller(url).get("/metrics").text }
        return pages
    }

    /// Limits the size of every process's files. Nil removes the limit.
    func limitFiles(to bytes: UInt?) throws {
        for program in self.running.withLock({ $0 }) { try program.limitFiles(to: bytes) }
    }

    /// Limits every process to file descriptors below this number. Nil removes the limit.
    func limitDescriptors(to count: Int?) throws {
        for program in self.running.withLock({ $0 }) { try program.limitDescriptors(to: count) }
    }

    /// Everything the running processes wrote to standard error.
    var errors: String { self.logs.joined() }
}

struct EndedEarly: Error, CustomStringConvertible {
    let errors: String

    var description: String { "ended before it was ready: \(self.errors)" }
}

/// Runs `body` with an outside world and a started installation, both of which end with it.
/// - Parameters:
///   - settings: for every process; `{mail}` is the world's mail server.
///   - descriptors: the limit for each process. Nil: as many as the tests.
func withInstallation(
    _ topology: Topology, settings: [String: String] = [:], descriptors: Int? = nil,
    _ body: (Installation, World) async throws -> Void
) async throws {
    guard topology.sharesServers else {
        return try await withInstallation(topology, environment: settings, descriptors: descriptors, body)
    }
    try await PostgreSQLTestServer.withDatabase(isMigrated: false) { database in
        try await RedisTestServer.with { redis in
            let environment = [
                "DATABASE_URL": database.revealed, "REDIS_URL": "redis://127.0.0.1:\(redis.port)/0",
                "SECRET_KEY": String(repeating: "end to end ", count: 3),
            ]
            try await withInstallation(
                topology, environment: environment.merging(settings) { _, own in own }, descriptors: descriptors, body)
        }
    }
}

private func withInstallation(
    _ topology: Topology, environment: [String: String], descriptors: Int?, _ body: (Installation, World) async throws -> Void
) async throws {
    let place = try Place()
    defer { place.remove() }
    let world = try await World(in: place)
    let installation = Installation(
        topology, in: place,
        environment: environment.merging(["STATUSHAWK_ALLOW_PRIVATE_TARGETS": "true"]) { own, _ in own }
            .mapValues { $0.replacing("{mail}", with: world.mailServer) },
        descriptors: descriptors)
    do {
        try await installation.start()
        try await body(installation, world)
    } catch {
        print("The installation's log:\n\(installation.errors.suffix(4_000))")
        try await installation.killAtOnce()
        throw error
    }
    try await installation.killAtOnce()
}
