/// When some api process could have received pings: what it means that none came.
package struct Listening: Sendable, Equatable {
    /// Disjoint, oldest first.
    private let spans: [Range<Instant>]

    /// - Parameter spans: of all api processes, in any order; they may overlap.
    package init(_ spans: [Range<Instant>]) {
        self.spans = spans.sorted { $0.lowerBound < $1.lowerBound }.reduce(into: []) { merged, span in
            guard let last = merged.last, span.lowerBound <= last.upperBound else { return merged.append(span) }
            merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, span.upperBound)
        }
    }

    /// Up to when somebody is known to have listened; nil: nobody ever.
    package var end: Instant? { self.spans.last?.upperBound }

    /// Since when somebody has been listening without a gap up to the end.
    package var resumedAt: Instant? { self.spans.last?.lowerBound }

    /// The instant itself where somebody listened then, otherwise the next at which somebody did; nil: nobody since.
    package func resumption(from instant: Instant) -> Instant? {
        self.spans.first { $0.upperBound > instant }.map { max($0.lowerBound, instant) }
    }

    /// When so much listening had passed since an instant; nil: it has not.
    package func end(of time: Duration, from instant: Instant) -> Instant? {
        var rest = time
        for span in self.spans where span.upperBound > instant {
            let start = max(span.lowerBound, instant)
            if span.upperBound - start >= rest { return start + rest }
            rest -= span.upperBound - start
        }
        return nil
    }
}
