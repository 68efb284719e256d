import Foundation
package import HawkCore
import Synchronization

/// A program in the folder `Servers` beside a test, run by the Python of the test tools: an implementation independent of ours.
///
/// It ends when its standard input ends: with this object, or with the test process.
package final class PythonServer: Sendable {
    package let port: Int
    private let input = Pipe()
    private let output = Pipe()
    private let lines: LineQueue

    /// Starts the program and waits until it listens.
    package init(_ name: String, _ arguments: [String] = [], besides test: String = #filePath) async throws {
        let process = try Self.process(name, arguments, besides: test)
        process.standardInput = self.input
        process.standardOutput = self.output
        let lines = LineQueue()
        self.lines = lines
        self.output.fileHandleForReading.readabilityHandler = { lines.add($0.availableData) }
        try process.run()
        let first = await lines.next()
        guard let port = first?.split(separator: " ").last.flatMap({ Int($0) }) else {
            throw Trouble(description: "\(name) ended before it listened")
        }
        self.port = port
    }

    deinit {
        self.output.fileHandleForReading.readabilityHandler = nil
        try? self.input.fileHandleForWriting.close()  // a second close changes nothing
    }

    /// Returns the next thing that the program received.
    package func received() async throws -> JSONValue {
        guard let line = await self.lines.next() else { throw Trouble(description: "the server ended") }
        return try JSONDecoder().decode(JSONValue.self, from: Data(line.utf8))
    }

    /// Creates a private authority (`ca.pem`) and its certificate for localhost, in a new directory.
    package static func makeCertificates(besides test: String = #filePath) async throws -> String {
        let directory = FileManager.default.temporaryDirectory.appending(path: "hawk-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let process = try Self.process("certificates", [directory], besides: test)
        let status = try await withCheckedThrowingContinuation { (done: CheckedContinuation<Int32, any Error>) in
            process.terminationHandler = { done.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { done.resume(throwing: error) }
        }
        guard status == 0 else { throw Trouble(description: "openssl could not make certificates") }
        return directory
    }

    private static func process(_ name: String, _ arguments: [String], besides test: String) throws -> Process {
        let root = (1...4).reduce(URL(filePath: #filePath)) { path, _ in path.deletingLastPathComponent() }
        let tools = ProcessInfo.processInfo.environment["HAWK_TEST_TOOLS"] ?? root.appending(path: ".build/tools/venv").path
        guard FileManager.default.isExecutableFile(atPath: "\(tools)/bin/python") else {
            throw Trouble(description: "there are no test tools in \(tools): run script/bootstrap test")
        }
        let process = Process()
        process.executableURL = URL(filePath: "\(tools)/bin/python")
        let folder = URL(filePath: test).deletingLastPathComponent().appending(path: "Servers")
        process.arguments = [folder.appending(path: "\(name).py").path] + arguments
        return process
    }

    private struct Trouble: Error, CustomStringConvertible { let description: String }
}

/// Lines in order of arrival, for one reader.
private final class LineQueue: Sendable {
    private let rest = Mutex(Data())
    private let stream: AsyncStream<String>
    private let continuation: AsyncStream<String>.Continuation

    init() { (self.stream, self.continuation) = AsyncStream.makeStream() }

    /// Empty data marks the end.
    func add(_ data: Data) {
        guard !data.isEmpty else { return self.continuation.finish() }
        self.rest.withLock { rest in
            rest += data
            while let end = rest.firstIndex(of: 0x0A) {
                self.continuation.yield(String(decoding: rest[..<end], as: UTF8.self))
                rest = Data(rest[(end + 1)...])
            }
        }
    }

    func next() async -> String? {
        var iterator = self.stream.makeAsyncIterator()
        return await iterator.next()
    }
}
