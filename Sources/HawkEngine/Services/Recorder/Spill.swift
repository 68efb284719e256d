import Foundation
import HawkCore
package import NIOPosix
import Synchronization

/// Results that the database could not take, on the disk of the process that made them: one file for each batch, in their order,
/// to be written to the database when it is back, by this process or by the next one on the same directory.
package final class Spill: Sendable {
    /// What lies in some files, one after the other.
    struct Batch: Sendable {
        fileprivate(set) var files: [Int] = []
        fileprivate(set) var results: [CheckResult] = []
    }

    /// Beyond this no more is spilled: results then stay in memory, and runners start no more checks once that is full.
    private static let mostBytes = 1 << 30
    private static let fileExtension = "results"
    private static let unreadableExtension = "unreadable"

    private struct State {
        /// What each file holds, by its number.
        var sizes: [Int: Int] = [:]
        var next = 1
        var unreadable: [String] = []
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
        for file in try FileManager.default.contentsOfDirectory(at: self.directory, includingPropertiesForKeys: nil) {
            try self.takeOver(file)
        }
    }

    var isEmpty: Bool { self.state.withLock { $0.sizes.isEmpty } }
    package var bytes: Int { self.state.withLock { $0.sizes.values.reduce(0, +) } }
    var hasRoom: Bool { self.bytes < Self.mostBytes }
    /// The paths of files that cannot be read. They stay for a person to look at.
    package var unreadable: [String] { self.state.withLock { $0.unreadable } }

    /// Makes results durable.
    /// - Returns: the number of their file.
    /// - Throws: where the disk takes them no more than the database does.
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

    /// What was spilled first: as many whole files as hold `count` results together, at least one; nil where there is none.
    ///
    /// One that cannot be read (it was damaged, or made by a newer version) is set aside under another name for a person to look at.
    /// - Throws: where the disk does not answer.
    func oldest(_ count: Int) async throws -> Batch? {
        var batch = Batch()
        for number in self.state.withLock({ $0.sizes.keys.sorted() }) {
            let file = self.file(number)
            do {
                guard let results = try await self.run({ try SpillFile.read(file.path) }) else {
                    self.forget(number)  // a person has removed it
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

    /// The database has what lies in these files.
    func remove(_ files: [Int]) async throws {
        for number in files where self.state.withLock({ $0.sizes[number] != nil }) {
            let file = self.file(number)
            try await self.run {
                guard unlink(file.path) == 0 || errno == ENOENT else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
            }
            self.forget(number)
        }
    }

    /// Takes over a file of an earlier process.
    private func takeOver(_ file: URL) throws {
        let parts = file.lastPathComponent.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count >= 2, let number = Int(parts[0]), parts[1] == Self.fileExtension else { return }
        // Also one set aside keeps its number, so that another can be set aside beside it.
        self.state.withLock { $0.next = max($0.next, number + 1) }
        switch parts.dropFirst(2).first.map(String.init) {
        case nil: break
        case SpillFile.partialExtension:
            // A crash came before it had its name. Whole, it is as good as any; otherwise it was never promised to anyone.
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

    private func file(_ number: Int) -> URL {
        let digits = String(number)
        let name = String(repeating: "0", count: max(12 - digits.count, 0)) + digits
        return self.directory.appending(path: name).appendingPathExtension(Self.fileExtension)
    }
}
