import Foundation
import HawkCore
import Synchronization
import Testing

/// One of the programs in `Servers/`, run by the test tools' Python: an implementation that shares nothing with ours.
///
/// It ends when its standard input does: with this object, or with the test process.
final class PythonServer: Sendable {
    let port: Int
    private let input = Pipe()
    private let output = Pipe()
    private let lines: LineQueue

    /// Starts the program and waits until it listens.
    init(_ name: String, _ arguments: [String] = []) async throws {
        let process = try Self.process(name, arguments)
        process.standardInput = self.input
        process.standardOutput = self.output
        let lines = LineQueue()
        self.lines = lines
        self.output.fileHandleForReading.readabilityHandler = { lines.add($0.availableData) }
        try process.run()
        let first = try #require(await lines.next(), "\(name) ended before it listened")
        self.port = try #require(first.split(separator: " ").last.flatMap { Int($0) })
    }

    deinit {
        self.output.fileHandleForReading.readabilityHandler = nil
        try? self.input.fileHandleForWriting.close()  // a second close changes nothing
    }

    /// The next thing that it received.
    func received() async throws -> JSONValue {
        let line = try #require(await self.lines.next(), "the server ended")
        return try JSONDecoder().decode(JSONValue.self, from: Data(line.utf8))
    }

    /// A private authority (`ca.pem`) and its certificate for localhost, in a new directory.
    static func makeCertificates() async throws -> String {
        let directory = FileManager.default.temporaryDirectory.appending(path: "hawk-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let process = try Self.process("certificates", [directory])
        let status = try await withCheckedThrowingContinuation { (done: CheckedContinuation<Int32, any Error>) in
            process.terminationHandler = { done.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { done.resume(throwing: error) }
        }
        try #require(status == 0, "openssl could not make certificates")
        return directory
    }

    private static func process(_ name: String, _ arguments: [String]) throws -> Process {
        let here = URL(filePath: #filePath).deletingLastPathComponent()
        let root = here.deletingLastPathComponent().deletingLastPathComponent()
        let tools = ProcessInfo.processInfo.environment["HAWK_TEST_TOOLS"] ?? root.appending(path: ".build/tools/venv").path
        try #require(
            FileManager.default.isExecutableFile(atPath: "\(tools)/bin/python"),
            "there are no test tools in \(tools): run script/bootstrap test")
        let process = Process()
        process.executableURL = URL(filePath: "\(tools)/bin/python")
        process.arguments = [here.appending(path: "Servers/\(name).py").path] + arguments
        return process
    }
}

/// Lines as they come, for one reader.
private final class LineQueue: Sendable {
    private let rest = Mutex(Data())
    private let stream: AsyncStream<String>
    private let continuation: AsyncStream<String>.Continuation

    init() { (self.stream, self.continuation) = AsyncStream.makeStream() }

    /// Empty data is the end.
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
