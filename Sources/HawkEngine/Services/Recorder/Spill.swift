import Foundation
import HawkCore
package import NIOPosix
import Synchronization

/// Results that the database did not store, on the disk of the process that made them, in order: one file per batch. This
/// process, or the next one with the same directory, writes them to the database when it is available again.
package final class Spill: Sendable {
    /// The contents of consecutive files.
    struct Batch: Sendable {
        fileprivate(set) var files: [Int] = []
        fileprivate(set) var results: [CheckResult] = []
    }

    /// At this size, spilling stops. Results then stay in memory, and when that is full, runners start no more checks.
    private static let maxBytes = 1 << 30
    private static let fileExtension = "results"
    private static let unreadableExtension = "unreadable"

    private struct State {
        /// The size of each file, by its number.
        var sizes: [Int: Int] = [:]
        var next = 1
        var unreadable: [String] = []
    }

    private let directory: URL
    private let state = Mutex(State())
    /// Syncing to disk blocks.
    private let thread: NIOThreadPool

    /// Opens or creates the directory, and adopts the batches of an earlier process.
    package init(directory path: String, thread: NIOThreadPool = .singleton) throws {
        self.directory = URL(filePath: path, directoryHint: .isDirectory)
        self.thread = thread
        try FileManager.default.createDirectory(at: self.directory, withIntermediateDirectories: true)
        for file in try FileManager.default.contentsOfDirectory(at: self.directory, includingPropertiesForKeys: nil) {
            try self.adopt(file)
        }
    }

    var isEmpty: Bool { self.state.withLock { $0.sizes.isEmpty } }
    package var bytes: Int { self.state.withLock { $0.sizes.values.reduce(0, +) } }
    var hasRoom: Bool { self.bytes < Self.maxBytes }
    /// The paths of unreadable files, which are kept for inspection.
    package var unreadable: [String] { self.state.withLock { $0.unreadable } }

    /// Makes results durable.
    /// - Returns: The number of their file.
    /// - Throws: If the disk does not accept them either.
    func append(_ results: [CheckResult]) async throws -> Int {
        let bytes = SpillFile.encode(results)
        let number = self.state.withLock { state in
            defer { state.next += 1 }
            return state.next
        }
        let file = self.file(number)
        try await self.run { try SpillFile.write(bytes, to: file) }
        self.state.withLock { $0.sizes[number] = bytes.count }
        return number
    }

    /// Returns the oldest results: as many whole files as contain `count` results together, at least one. Nil if there are none.
    ///
    /// An unreadable file (damaged, or from a newer version) is renamed and kept for inspection.
    /// - Throws: If the disk fails.
    func oldest(_ count: Int) async throws -> Batch? {
        var batch = Batch()
        for number in self.state.withLock({ $0.sizes.keys.sorted() }) {
            let file = self.file(number)
            do {
                guard let results = try await self.run({ try SpillFile.read(file.path) }) else {
                    self.forget(number)  // an operator has removed it
                    continue
                }
                if !batch.files.isEmpty, batch.results.count + results.count > count { break }
                batch.files.append(number)
                batch.results += results
            } catch is SpillFile.Unreadable {
                let aside = file.appendingPathExtension(Self.unreadableExtension)
                try await self.run { try SpillFile.move(file, to: aside) }
                self.forget(number)
                self.state.withLock { $0.unreadable.append(aside.path) }
            }
        }
        return batch.files.isEmpty ? nil : batch
    }

    /// Removes files whose results are in the database.
    func remove(_ files: [Int]) async throws {
        for number in files where self.state.withLock({ $0.sizes[number] != nil }) {
            let file = self.file(number)
            try await self.run {
                guard unlink(file.path) == 0 || errno == ENOENT else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
            }
            self.forget(number)
        }
    }

    /// Adopts a file of an earlier process.
    private func adopt(_ file: URL) throws {
        let parts = file.lastPathComponent.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count >= 2, let number = Int(parts[0]), parts[1] == Self.fileExtension else { return }
        // Renamed files keep their number, so that further ones get different names.
        self.state.withLock { $0.next = max($0.next, number + 1) }
        switch parts.dropFirst(2).first.map(String.init) {
        case nil: break
        case SpillFile.partialExtension:
            // The process crashed before the rename. A complete file is valid; an incomplete one was never acknowledged.
            guard (try? SpillFile.read(file.path)) != nil else {
                unlink(file.path)
                return
            }
            try SpillFile.move(file, to: self.file(number))
        default: return self.state.withLock { $0.unreadable.append(file.path) }
        }
        let size = try FileManager.default.attributesOfItem(atPath: self.file(number).path)[.size] as? Int
        self.state.withLock { $0.sizes[number] = size ?? 0 }
    }

    /// Runs a blocking body on the thread, even if the task is cancelled: at shutdown, the disk is the last resort.
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

    private func file(_ number: Int) -> URL {
        self.directory.appending(path: number.padded(to: 12)).appendingPathExtension(Self.fileExtension)
    }
}
