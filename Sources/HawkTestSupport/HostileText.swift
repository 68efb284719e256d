import Glibc

/// Text that is cheap to send and dear to whoever compares it, sorts its marks or walks it by characters.
package enum HostileText: CaseIterable, Sendable {
    /// Of two classes by turns: normalisation sorts them.
    case combiningMarks
    /// Without a class of their own, and made of two marks that have one.
    case compositeMarks
    /// Whether two of them are a flag depends on the whole run before.
    case regionalIndicators
    case joinedEmoji
    case jamo
    case prependedMarks
    /// Consonants of Devanagari that a virama joins.
    case conjuncts
    case variations
    /// Beyond ASCII, and trimmed.
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

    /// At most so many bytes, and nearly as many.
    package func text(ofBytes count: Int) -> String {
        let (first, next) = self.unit
        return first + String(repeating: next, count: (count - first.utf8.count) / next.utf8.count)
    }

    /// For which kinds some work takes more than its share longer on four times as much text: about 16 times as long is quadratic.
    ///
    /// - Parameters:
    ///   - bytes: the smaller length. Work of less than 10 ms on the larger one is always good.
    ///   - work: counted by the processor time of this thread, the best of three times.
    /// - Returns: what to expect empty, in words.
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
