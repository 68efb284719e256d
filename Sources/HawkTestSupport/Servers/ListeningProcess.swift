import Foundation
import Glibc
import Synchronization

/// A program that prints its port at the end of a line, and runs as long as this object exists.
package final class ListeningProcess: Sendable {
    package struct DidNotStart: Error {}

    package let port: Int
    private let process: Process
    /// Stays open, because some programs end when their input ends.
    private let input = Pipe()

    /// - Parameter word: The beginning of the line.
    package init(_ program: String, _ arguments: [String], announcing word: String) async throws {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        let output = Pipe()
        process.standardInput = self.input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        self.process = process
        let announcement = Announcement(word)
        // Keeps reading, because the program would block on a full pipe.
        output.fileHandleForReading.readabilityHandler = { handle in
            let data = handle.availableData
            if data.isEmpty { handle.readabilityHandler = nil }
            announcement.receive(data)
        }
        try process.run()
        self.port = try await announcement.port()
    }

    /// SIGKILL, because the process may have inherited a mask that blocks other signals.
    deinit { kill(self.process.processIdentifier, SIGKILL) }
}

/// Waits for the line that ends with the port.
private final class Announcement: Sendable {
    private let word: String
    /// Nil once the port was found.
    private let text = Mutex<String?>("")
    private let ports: AsyncStream<Int>
    private let found: AsyncStream<Int>.Continuation

    init(_ word: String) {
        self.word = word
        (self.ports, self.found) = AsyncStream.makeStream()
    }

    /// Empty data marks the end.
    func receive(_ data: Data) {
        guard !data.isEmpty else { return self.found.finish() }
        self.text.withLock { text in
            guard let sofar = text else { return }
            let longer = sofar + String(decoding: data, as: UTF8.self)
            let lines = longer.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            let line = lines.first { $0.hasPrefix(self.word) }
            guard let port = line?.split(whereSeparator: { !$0.isNumber }).last.flatMap({ Int($0) }) else { return text = longer }
            text = nil
            self.found.yield(port)
        }
    }

    func port() async throws -> Int {
        for await port in self.ports { return port }
        throw ListeningProcess.DidNotStart()
    }
}
