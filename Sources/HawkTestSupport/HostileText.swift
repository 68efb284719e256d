import Glibc

/// Text that is cheap to send and expensive to compare, to normalize or to walk by characters.
package enum HostileText: CaseIterable, Sendable {
    /// Alternating combining classes, which normalization sorts.
    case combiningMarks
    /// Without a combining class, but composed of two marks that have one.
    case compositeMarks
    /// Whether two of them form a flag depends on the whole run before them.
    case regionalIndicators
    case joinedEmoji
    case jamo
    case prependedMarks
    /// Devanagari consonants joined by a virama.
    case conjuncts
    case variations
    /// Non-ASCII, and removed by trimming.
    case spaces

    private var unit: (first: String, next: String) {
        switch self {
        case .combiningMarks: ("a", "\u{301}\u{323}")
        case .compositeMarks: ("\u{F40}", "\u{F73}\u{F81}")
        case .regionalIndicators: ("", "\u{1F1E9}")
        case .joinedEmoji: ("\u{1F469}", "\u{200D}\u{1F469}")
        case .jamo: ("", "\u{1100}\u{1161}\u{11A8}")
        case .prependedMarks: ("", "\u{600}")
        case .conjuncts: ("\u{915}", "\u{94D}\u{915}")
        case .variations: ("a", "\u{FE0F}")
        case .spaces: ("", "\u{2003}")
        }
    }

    /// Returns at most this many bytes, and nearly as many.
    package func text(ofBytes count: Int) -> String {
        let (first, next) = self.unit
        return first + String(repeating: next, count: (count - first.utf8.count) / next.utf8.count)
    }

    /// Returns the kinds for which four times the text takes disproportionately longer. About 16 times the duration is quadratic.
    ///
    /// - Parameters:
    ///   - bytes: The smaller length. Work of less than 10 ms on the larger one always passes.
    ///   - work: Measured by this thread's processor time, best of three.
    /// - Returns: Descriptions of the failures, expected to be empty.
    package static func superlinear(
        from bytes: Int = 16_384, _ kinds: [HostileText] = Self.allCases, _ work: (String) throws -> Void
    ) rethrows -> [String] {
        try kinds.compactMap { kind in
            let large = try self.processorTime(work, kind.text(ofBytes: 4 * bytes))
            guard large > .milliseconds(10) else { return nil }
            let small = try self.processorTime(work, kind.text(ofBytes: bytes))
            return large > small * 9 ? "\(kind): \(small), then \(large)" : nil
        }
    }

    private static func processorTime(_ work: (String) throws -> Void, _ text: String) rethrows -> Duration {
        var best = Duration.seconds(1_000)
        for _ in 0..<3 {
            let start = self.now
            try work(text)
            best = min(best, self.now - start)
        }
        return best
    }

    private static var now: Duration {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
