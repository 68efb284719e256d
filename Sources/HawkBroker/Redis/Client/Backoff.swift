/// The pause before the next attempt to connect: it doubles up to a maximum, with jitter.
struct Backoff {
    private static let longest = Duration.seconds(2)
    private var pause = Duration.milliseconds(50)

    /// - Parameter jitter: from 0 to 1.
    mutating func next(jitter: Double = .random(in: 0..<1)) -> Duration {
        defer { self.pause = min(self.pause * 2, Self.longest) }
        return self.pause * (0.5 + jitter / 2)
    }
}
