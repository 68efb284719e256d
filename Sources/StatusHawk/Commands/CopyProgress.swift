import HawkCore
import HawkStore

/// Formats the progress of a copy: on a terminal, one line that is overwritten; otherwise, a line every few seconds.
struct CopyProgress {
    private static let pause = Duration.seconds(5)

    private let onTerminal: Bool
    /// Where this run started in the current table.
    private var start: (table: String, rows: Int, at: ContinuousClock.Instant)?
    private var printedAt: ContinuousClock.Instant?

    init(onTerminal: Bool) { self.onTerminal = onTerminal }

    /// - Returns: The text to print. Nil if there is nothing to print yet.
    mutating func text(for step: InstallationCopy.Step, at now: ContinuousClock.Instant) -> String? {
        switch step {
        case .resumed(let finished, let tables):
            return self.line("Resuming an interrupted copy: \(finished) of \(tables) tables are complete")
        case .copying(let table, let rows, let total):
            if self.start?.table != table { self.start = (table, rows, now) }
            guard self.onTerminal || self.printedAt.map({ $0 + Self.pause <= now }) ?? true else { return nil }
            self.printedAt = now
            let line = "\(table): \(rows) of \(total) rows\(self.rate(rows, at: now))"
            return self.onTerminal ? "\r\(line)\u{1B}[K" : line + "\n"
        case .copied(let table, let rows):
            return self.line("\(table): \(rows) rows copied\(self.rate(rows, at: now))")
        case .verifying(let table):
            return self.onTerminal ? "\r\(table): comparing source and target\u{1B}[K" : nil
        case .verified(let tables, let rows):
            return self.line("Verified: \(tables) tables have the same keys in source and target, \(rows) rows in total")
        }
    }

    private func line(_ text: String) -> String { self.onTerminal ? "\r\(text)\u{1B}[K\n" : text + "\n" }

    /// Rows per second, if known.
    private func rate(_ rows: Int, at now: ContinuousClock.Instant) -> String {
        guard let start = self.start, rows > start.rows else { return "" }
        let seconds = start.at.duration(to: now).seconds
        return seconds >= 1 ? ", \(Int(Double(rows - start.rows) / seconds)) rows/s" : ""
    }
}
