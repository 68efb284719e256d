import Foundation
import HawkCore
package import NIOPosix
import Synchronization

/// Results that the database could not take, on the disk of the process that made them: one file for each batch, in their order,
/// to be written to the database when it is back, by this process or by the next one on the same directory.
///
/// A file is written whole and synced before it has its name, so that a crash leaves the batch or nothing.
package final class Spill: Sendable {
    /// What lies in some files, one after the other.
    struct Batch: Sendable {
        fileprivate var numbers: [Int] = []
        fileprivate(set) var results: [CheckResult] = []
    }

    /// Beyond this no more is spilled: results then stay in memory, and runners start no more checks once that is full.
    private static let mostBytes = 1 << 30

    private struct State {
        /// What each file holds, by its number.
        var sizes: [Int: Int] = [:]
        var next = 1
    }

    private let directory: URL
    private let state = Mutex(State())
    /// Syncing a disk blocks.
    private let thread: NIOThreadPool

    /// Opens the directory, or makes it; batches of an earlier process are taken over.
    package init(directory path: String, thread: NIOThreadPool = .singleton) throws {
        self.directory = URL(filePath: path, directoryHint: .isDirectory)
        self.thread = thread
        try FileManager.default.createDirectory(at: self.directory, withIntermediateDirectories: true)
        for file in try FileManager.default.contentsOfDirectory(at: self.directory, includingPropertiesForKeys: [.fileSizeKey]) {
            guard file.pathExtension == Self.fileExtension, let number = Int(file.deletingPathExtension().lastPathComponent)
            else {
                continue  // what a crash left without a name was never promised to anyone
            }
            let size = try file.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0
            self.state.withLock { state in
                state.sizes[number] = size
                state.next = max(state.next, number + 1)
            }
        }
    }

    var isEmpty: Bool { self.state.withLock { $0.sizes.isEmpty } }
    var bytes: Int { self.state.withLock { $0.sizes.values.reduce(0, +) } }
    var hasRoom: Bool { self.bytes < Self.mostBytes }

    /// Makes results durable.
    /// - Throws: where the disk takes them no more than the database does.
    func append(_ results: [CheckResult]) async throws {
        guard !results.isEmpty else { return }
        var writer = ByteWriter()
        writer.write(results.map(\.wireBytes)) { $0.write($1) }
        let data = Data(writer.bytes)
        let number = self.state.withLock { state in
            defer { state.next += 1 }
            return state.next
        }
        try await self.run { try self.write(data, number) }
        self.state.withLock { $0.sizes[number] = data.count }
    }

    /// What was spilled first: as many whole files as hold `count` results together, at least one; nil where there is none.
    ///
    /// One that cannot be read (it was damaged, or made by a newer version) is set aside under another name for a person to look at.
    /// - Throws: where the disk does not answer.
    func oldest(_ count: Int) async throws -> Batch? {
        var batch = Batch()
        for number in self.state.withLock({ $0.sizes.keys.sorted() }) {
            let file = self.file(number)
            let data = try await self.run { try Data(contentsOf: file) }
            do {
                var reader = ByteReader([UInt8](data))
                let results = try reader.readList { try CheckResult(wireBytes: try $0.readBytes()) }
                if !batch.numbers.isEmpty, batch.results.count + results.count > count { break }
                batch.numbers.append(number)
                batch.results += results
            } catch {
                try FileManager.default.moveItem(at: file, to: file.appendingPathExtension("unreadable"))
                self.forget(number)
            }
        }
        return batch.numbers.isEmpty ? nil : batch
    }

    /// The database has it.
    func remove(_ batch: Batch) async throws {
        for number in batch.numbers {
            let file = self.file(number)
            try await self.run { try FileManager.default.removeItem(at: file) }
            self.forget(number)
        }
    }

    /// Runs what blocks on the thread, whether or not the task was cancelled: at the end of a process there is no other place left.
    private func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            self.thread.submit { state in
                continuation.resume(
                    with: Result {
                        guard case .active = state else { throw CancellationError() }
                        return try body()
                    })
            }
        }
    }

    private func forget(_ number: Int) { self.state.withLock { $0.sizes[number] = nil } }

    private static let fileExtension = "results"

    private func file(_ number: Int) -> URL {
        let digits = String(number)
        let name = String(repeating: "0", count: max(12 - digits.count, 0)) + digits
        return self.directory.appending(path: name).appendingPathExtension(Self.fileExtension)
    }

    private func write(_ data: Data, _ number: Int) throws {
        let file = self.file(number)
        let partial = file.appendingPathExtension("new")
        try data.write(to: partial)
        // The bytes before the name; then the name, which the directory holds.
        try self.sync(partial)
        try FileManager.default.moveItem(at: partial, to: file)
        try self.sync(self.directory)
    }

    private func sync(_ file: URL) throws {
        let descriptor = open(file.path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failure }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw Self.failure }
    }

    private static var failure: POSIXError { POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
}
