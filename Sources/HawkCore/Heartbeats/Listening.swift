/// The times in which at least one api process could receive pings. They decide whether a missing ping counts.
package struct Listening: Sendable, Equatable {
    /// Disjoint, oldest first.
    private let spans: [Range<Instant>]

    /// - Parameter spans: the spans of all api processes, in any order. They may overlap.
    package init(_ spans: [Range<Instant>]) {
        self.spans = spans.sorted { $0.lowerBound < $1.lowerBound }.reduce(into: []) { merged, span in
            guard let last = merged.last, span.lowerBound <= last.upperBound else { return merged.append(span) }
            merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, span.upperBound)
        }
    }

    /// The last instant at which a process is known to have listened. Nil if none ever did.
    package var end: Instant? { self.spans.last?.upperBound }

    /// The start of the uninterrupted listening that lasts until the end.
    package var resumedAt: Instant? { self.spans.last?.lowerBound }

    /// Returns the instant itself if a process listened then, otherwise the next instant at which one did. Nil if none has since.
    package func resumption(from instant: Instant) -> Instant? {
        self.spans.first { $0.upperBound > instant }.map { max($0.lowerBound, instant) }
    }

    /// Returns when this much listening time had passed since an instant. Nil if it has not.
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
