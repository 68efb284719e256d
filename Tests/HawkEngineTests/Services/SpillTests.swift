import Foundation
import HawkCore
import Testing

@testable import HawkEngine

@Suite struct SpillTests {
    @Test func `what was spilled comes back in its order, also to the next process`() async throws {
        try await withDirectory { path in
            let first = try Spill(directory: path)
            #expect(first.isEmpty)
            let batches = (Int64(0)..<12).map { batch in (Int64(0)..<3).map { result(slot: batch * 3 + $0) } }
            for batch in batches { try await first.append(batch) }

            let next = try Spill(directory: path)
            #expect(next.bytes == first.bytes)
            var returned: [[CheckResult]] = []
            while let batch = try await next.oldest(returned.isEmpty ? 1 : 9) {
                returned.append(batch.results)
                try await next.remove(batch)
                if returned.count == 1 { try await next.append([result(slot: 99)]) }
            }
            // Whole files, at least one, up to as many results as are wanted.
            #expect(returned.map(\.count) == [3, 9, 9, 9, 7])
            #expect(returned.flatMap(\.self) == batches.flatMap(\.self) + [result(slot: 99)])
            #expect(try Spill(directory: path).isEmpty)
        }
    }

    @Test func `a damaged file is set aside, and what is half written was never there`() async throws {
        try await withDirectory { path in
            let spill = try Spill(directory: path)
            try await spill.append([result(slot: 1)])
            try await spill.append([result(slot: 2)])
            let files = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
            try Data([250, 1, 2]).write(to: URL(filePath: "\(path)/\(files[0])"))
            try Data([1]).write(to: URL(filePath: "\(path)/000000000009.results.new"))
            let next = try Spill(directory: path)
            #expect(try await next.oldest(9)?.results == [result(slot: 2)])
            #expect(FileManager.default.fileExists(atPath: "\(path)/\(files[0]).unreadable"))
        }
    }

    @Test func `a directory that takes nothing is an error, and nothing is counted`() async throws {
        try await withDirectory { path in
            let spill = try Spill(directory: path)
            try FileManager.default.removeItem(atPath: path)
            await #expect(throws: (any Error).self) { try await spill.append([result(slot: 1)]) }
            #expect(spill.isEmpty)
        }
    }

    private func withDirectory(_ test: (String) async throws -> Void) async throws {
        let path = NSTemporaryDirectory() + "statushawk-spill-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }  // one that a test removed itself
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
