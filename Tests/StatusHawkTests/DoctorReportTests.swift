import Foundation
import HawkStore
import HawkTestSupport
import Testing

@testable import StatusHawk

@Suite struct DoctorReportTests {
    @Test func `an undamaged database is one sentence`() {
        var report = DoctorReport()
        report.add(TableFaults(table: "monitors", faults: []))
        report.add(TableFaults(table: "results", faults: []))
        #expect(!report.isDamaged && report.text == "2 tables were checked; no damage was found")
    }

    @Test func `damaged tables are named, with advice`() {
        var report = DoctorReport()
        report.add(TableFaults(table: "monitors", faults: []))
        report.add(TableFaults(table: "results", faults: ["page 7", "page 9"]))
        #expect(report.isDamaged && report.text.hasPrefix("the table results is damaged: page 7; page 9\n\nStop the server"))
    }

    @Test func `unreadable files, and results that wait for a repair, are reported`() async throws {
        try await TemporaryDirectory.with { directory in
            var report = DoctorReport()
            try report.addFiles(in: "\(directory)/spill")
            #expect(!report.isDamaged)
            try FileManager.default.createDirectory(atPath: "\(directory)/spill/held", withIntermediateDirectories: true)
            for file in ["1.results", "2.results.unreadable", "held/1.results"] {
                try Data().write(to: URL(filePath: "\(directory)/spill/\(file)"))
            }
            try report.addFiles(in: "\(directory)/spill")
            let lines = report.text.split(separator: "\n")
            #expect(lines[0] == "the file \(directory)/spill/2.results.unreadable cannot be read")
            #expect(lines[1] == "results are waiting in 1 file in \(directory)/spill/held until the database is repaired")
        }
    }
}
