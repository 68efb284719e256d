import HawkStore
import Testing

@testable import StatusHawk

@Suite struct CopyProgressTests {
    private let start = ContinuousClock.now

    @Test func `on a terminal one line is overwritten, and a finished table keeps its own`() {
        var progress = CopyProgress(onTerminal: true)
        func text(_ step: InstallationCopy.Step, after seconds: Int) -> String? {
            progress.text(for: step, at: self.start + .seconds(seconds))
        }
        #expect(text(.copying(table: "users", rows: 0, of: 3), after: 0) == "\rusers: 0 of 3 rows\u{1B}[K")
        #expect(text(.copied(table: "users", rows: 3), after: 1) == "\rusers: 3 rows copied, 3 rows/s\u{1B}[K\n")
        // Resumed: rows of an earlier run do not count for the speed.
        #expect(text(.copying(table: "results", rows: 500, of: 9_000), after: 2) == "\rresults: 500 of 9000 rows\u{1B}[K")
        #expect(
            text(.copying(table: "results", rows: 4_500, of: 9_000), after: 4)
                == "\rresults: 4500 of 9000 rows, 2000 rows/s\u{1B}[K")
        #expect(text(.verifying(table: "results"), after: 9) == "\rresults: comparing source and target\u{1B}[K")
    }

    @Test func `elsewhere a line is printed every few seconds, and for each finished table`() {
        var progress = CopyProgress(onTerminal: false)
        func text(_ step: InstallationCopy.Step, after seconds: Int) -> String? {
            progress.text(for: step, at: self.start + .seconds(seconds))
        }
        let resumed = text(.resumed(finished: 2, of: 9), after: 0)
        #expect(resumed == "Resuming an interrupted copy: 2 of 9 tables are complete\n")
        #expect(text(.copying(table: "results", rows: 0, of: 10), after: 0) == "results: 0 of 10 rows\n")
        #expect(text(.copying(table: "results", rows: 4, of: 10), after: 4) == nil)
        #expect(text(.copying(table: "results", rows: 5, of: 10), after: 5) == "results: 5 of 10 rows, 1 rows/s\n")
        #expect(text(.copying(table: "results", rows: 9, of: 10), after: 9) == nil)
        #expect(text(.copied(table: "results", rows: 10), after: 10) == "results: 10 rows copied, 1 rows/s\n")
        #expect(text(.verifying(table: "results"), after: 11) == nil)
        #expect(
            text(.verified(tables: 1, rows: 10), after: 12)
                == "Verified: 1 tables have the same keys in source and target, 10 rows in total\n")
    }
}
