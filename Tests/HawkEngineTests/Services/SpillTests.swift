import Foundation
import HawkCore
import Testing

@testable import HawkEngine

@Suite struct SpillTests {
    @Test func `spilled results come back in order, also to the next process`() async throws {
        try await withDirectory { path in
            let first = try Spill(directory: path)
            #expect(first.isEmpty)
            let batches = (Int64(0)..<12).map { batch in (Int64(0)..<3).map { result(slot: batch * 3 + $0) } }
            for batch in batches { _ = try await first.append(batch) }

            let next = try Spill(directory: path)
            #expect(next.bytes == first.bytes)
            var returned: [[CheckResult]] = []
            while let batch = try await next.oldest(returned.isEmpty ? 1 : 9) {
                returned.append(batch.results)
                try await next.remove(batch.files)
                if returned.count == 1 { _ = try await next.append([result(slot: 99)]) }
            }
            // Whole files, at least one, up to the wanted number of results.
            #expect(returned.map(\.count) == [3, 9, 9, 9, 7])
            #expect(returned.flatMap(\.self) == batches.flatMap(\.self) + [result(slot: 99)])
            #expect(try Spill(directory: path).isEmpty)
        }
    }

    @Test func `a damaged file is reported and kept, and an incomplete one is ignored`() async throws {
        try await withDirectory { path in
            let spill = try Spill(directory: path)
            _ = try await spill.append([result(slot: 1)])
            _ = try await spill.append([result(slot: 2)])
            let files = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
            try Data([250, 1, 2]).write(to: URL(filePath: "\(path)/\(files[0])"))
            try Data([1]).write(to: URL(filePath: "\(path)/000000000009.results.new"))
            let next = try Spill(directory: path)
            #expect(!FileManager.default.fileExists(atPath: "\(path)/000000000009.results.new"))
            #expect(try await next.oldest(9)?.results == [result(slot: 2)])
            #expect(next.unreadable == ["\(path)/\(files[0]).unreadable"])
            #expect(FileManager.default.fileExists(atPath: "\(path)/\(files[0]).unreadable"))
            // The process after that one knows it too, and gives its number to no other file.
            #expect(try Spill(directory: path).unreadable == next.unreadable)
        }
    }

    @Test func `a file with any byte changed, cut off or appended is not read`() throws {
        let bytes = SpillFile.encode([result(slot: 1), result(slot: 2)])
        let whole = try SpillFile.decode(bytes)
        #expect(whole == [result(slot: 1), result(slot: 2)])
        for place in bytes.indices {
            let damaged = bytes.enumerated().map { $0.offset == place ? $0.element ^ 0x10 : $0.element }
            let short = Array(bytes[..<place])
            #expect(throws: SpillFile.Unreadable.self, "byte \(place)") { try SpillFile.decode(damaged) }
            #expect(throws: SpillFile.Unreadable.self, "length \(place)") { try SpillFile.decode(short) }
        }
        #expect(throws: SpillFile.Unreadable.self) { try SpillFile.decode(bytes + [0]) }
    }

    @Test func `a file of an earlier version, without a checksum, is read`() async throws {
        try await withDirectory { path in
            let spill = try Spill(directory: path)
            var writer = ByteWriter()
            writer.write([result(slot: 1).wireBytes, result(slot: 2).wireBytes]) { $0.write($1) }
            try Data(writer.bytes).write(to: URL(filePath: "\(path)/000000000004.results"))
            #expect(spill.isEmpty)
            #expect(try await Spill(directory: path).oldest(9)?.results == [result(slot: 1), result(slot: 2)])
        }
    }

    @Test func `a file whose process died before renaming it is adopted`() async throws {
        try await withDirectory { path in
            _ = try Spill(directory: path)
            try Data(SpillFile.encode([result(slot: 1)])).write(to: URL(filePath: "\(path)/000000000003.results.new"))
            let next = try Spill(directory: path)
            #expect(try await next.oldest(9)?.results == [result(slot: 1)])
            #expect(try FileManager.default.contentsOfDirectory(atPath: path) == ["000000000003.results"])
        }
    }

    @Test func `a file that an operator removed blocks nothing, and a failed write leaves no file behind`() async throws {
        try await withDirectory { path in
            let spill = try Spill(directory: path)
            _ = try await spill.append([result(slot: 1)])
            _ = try await spill.append([result(slot: 2)])
            let first = try FileManager.default.contentsOfDirectory(atPath: path).sorted()[0]
            try FileManager.default.removeItem(atPath: "\(path)/\(first)")
            #expect(try await spill.oldest(9)?.results == [result(slot: 2)])
            // Its name is taken by a directory.
            try FileManager.default.createDirectory(atPath: "\(path)/000000000003.results/x", withIntermediateDirectories: true)
            await #expect(throws: (any Error).self) { _ = try await spill.append([result(slot: 3)]) }
            let names = try FileManager.default.contentsOfDirectory(atPath: path)
            #expect(!names.contains { $0.hasSuffix(".new") })
        }
    }

    @Test func `a directory that rejects writes is an error, and nothing is counted`() async throws {
        try await withDirectory { path in
            let spill = try Spill(directory: path)
            try FileManager.default.removeItem(atPath: path)
            await #expect(throws: (any Error).self) { _ = try await spill.append([result(slot: 1)]) }
            #expect(spill.isEmpty)
        }
    }

    private func withDirectory(_ test: (String) async throws -> Void) async throws {
        let path = NSTemporaryDirectory() + "statushawk-spill-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }  // a test may have removed it itself
        try await test(path)
    }

    private func result(slot: Int64) -> CheckResult {
        let start = Instant(milliseconds: 1_795_305_600_000 + slot * 1_000)
        var observation = Observation(.down, .refused, "grüße: connection refused", latency: .milliseconds(16))
        observation.evidence.headers = [.init(name: "server", value: "x")]
        return CheckResult(
            monitor: ID(7), organization: ID(1), revision: 3, location: "eu", slot: start, startedAt: start + .milliseconds(4),
            finishedAt: start + .milliseconds(20), interval: .seconds(1), outcome: .down, reason: .refused, message: "refused",
            statusCode: 500, attempts: 2, firstFailedAt: start + .milliseconds(4), latency: .milliseconds(16),
            evidence: [AttemptRecord(startedAt: start + .milliseconds(4), observation: observation)])
    }
}
