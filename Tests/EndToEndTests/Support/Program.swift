import Foundation
import Glibc
import HawkTestSupport

/// A started process as a shell sees it: its output, whether it runs, and its exit status.
final class Program: Sendable {
    private let process: Process
    private let printed: String
    private let complained: String

    /// Starts `executable` with exactly this environment (and a PATH); its output goes to files in `place`.
    init(
        _ arguments: [String], of executable: String = Place.program, environment: [String: String] = [:], in place: Place,
        input: Pipe? = nil
    ) throws {
        let name = UUID().uuidString
        self.printed = place.file(name + ".out")
        self.complained = place.file(name + ".err")
        for path in [self.printed, self.complained] { try Data().write(to: URL(filePath: path)) }
        let process = Process()
        process.executableURL = URL(filePath: executable)
        process.arguments = arguments
        process.environment = environment.merging(["PATH": "/usr/bin:/bin"]) { own, _ in own }
        process.currentDirectoryURL = URL(filePath: place.path)
        process.standardInput = input ?? FileHandle.nullDevice
        process.standardOutput = FileHandle(forWritingAtPath: self.printed)
        process.standardError = FileHandle(forWritingAtPath: self.complained)
        try process.run()
        self.process = process
    }

    var isRunning: Bool { self.process.isRunning }

    /// Standard output until now.
    var output: String { Self.text(self.printed) }
    /// Standard error until now.
    var errors: String { Self.text(self.complained) }

    func send(_ signal: Int32) { if self.isRunning { kill(self.process.processIdentifier, signal) } }

    /// Limits the size of the process's files, like a full disk. Nil removes the limit.
    func limitFiles(to bytes: UInt?) throws {
        try self.limit("fsize", to: bytes.map { "\($0):unlimited" } ?? "unlimited")
    }

    /// Limits the process to file descriptors below this number; open ones stay. Nil removes the limit.
    func limitDescriptors(to count: Int?) throws {
        let line = try self.limits().split(separator: "\n").first { $0.hasPrefix("Max open files") }
        guard let most = line?.split(separator: " ").dropFirst(4).first else {
            throw EndedEarly(errors: "no limit of open files")
        }
        try self.limit("nofile", to: "\(count.map { "\($0)" } ?? String(most)):\(most)")
    }

    private func limit(_ resource: String, to limit: String) throws {
        let tool = Process()
        tool.executableURL = URL(filePath: "/usr/bin/prlimit")
        tool.arguments = ["--pid", "\(self.process.processIdentifier)", "--\(resource)=\(limit)"]
        try tool.run()
        tool.waitUntilExit()
        guard tool.terminationStatus == 0 else { throw EndedEarly(errors: "prlimit") }
    }

    /// The limits in force for the process, as the kernel lists them.
    func limits() throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: "/proc/\(self.process.processIdentifier)/limits")), as: UTF8.self)
    }

    /// `kill -9`, and waits until the process is gone.
    func killAtOnce() async throws {
        self.send(SIGKILL)
        _ = try await self.exitStatus(within: .seconds(10))
    }

    /// Returns the exit status of the process, or 128 + the signal that ended it.
    func exitStatus(within limit: Duration) async throws -> Int32 {
        try await eventually("the end of process \(self.process.processIdentifier)", within: limit) {
            !self.isRunning
        }
        return self.process.terminationStatus + (self.process.terminationReason == .uncaughtSignal ? 128 : 0)
    }

    private static func text(_ path: String) -> String {
        String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }
}
