import Foundation
import Testing

@testable import HawkCore

/// Compares with cronsim, the library that parses schedules in Healthchecks.
struct CronReferenceTests {
    private struct Case: Decodable {
        let text: String
        let zone: String
        let start: Int64
        let runs: [Int64]
    }

    @Test func `3,000 random schedules run when cronsim says, also at clock changes`() throws {
        let cases = try Self.cases(seed: 20_261_128, count: 3_000)
        #expect(cases.count == 3_000)
        var compared = 0
        for each in cases {
            let expression: CronExpression
            do {
                expression = try CronExpression(each.text)
            } catch {
                // A rare schedule that cronsim accepts, and nothing else.
                #expect(error.message.hasPrefix("runs too rarely"), "\(each.text)")
                continue
            }
            let schedule = CronSchedule(expression, in: try #require(Zone(each.zone)))
            var instant = Instant(milliseconds: each.start)
            let runs = each.runs.map { _ in
                instant = schedule.next(after: instant)
                return instant
            }
            let expected = each.runs.map { Instant(milliseconds: $0) }
            #expect(runs == expected, "\(each.text) in \(each.zone) after \(Instant(milliseconds: each.start))")
            compared += 1
        }
        #expect(compared > 2_700)
    }

    private static func cases(seed: Int, count: Int) throws -> [Case] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardized
        let tools = ProcessInfo.processInfo.environment["HAWK_TEST_TOOLS"] ?? root.appending(path: ".build/tools/venv").path
        try #require(
            FileManager.default.isExecutableFile(atPath: "\(tools)/bin/python"),
            "there are no test tools in \(tools): run script/bootstrap test")
        let process = Process()
        process.executableURL = URL(filePath: "\(tools)/bin/python")
        process.arguments = [root.appending(path: "Tests/Tools/cron_reference.py").path, "\(seed)", "\(count)"]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let lines = output.fileHandleForReading.readDataToEndOfFile().split(separator: UInt8(ascii: "\n"))
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "cron_reference.py fails")
        return try lines.map { try JSONDecoder().decode(Case.self, from: Data($0)) }
    }
}
