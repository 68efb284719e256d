import HawkCore

/// The last events of this process, with consecutive numbers. A listener that reconnects can receive them again.
struct EventRing {
    /// How many events are kept.
    let capacity: Int
    private var events: [LiveEvent] = []
    /// The number of `events[start]`, the oldest.
    private var first: Int64 = 1
    private var start = 0
    /// When the last `check` of each monitor was added; further ones are left out for a second.
    private var lastChecks: [ID<Monitor>: Instant] = [:]

    init(capacity: Int = 4_096) { self.capacity = capacity }

    /// The number of the newest event; 0 before the first.
    var newest: Int64 { self.first + Int64(self.events.count) - 1 }

    /// - Returns: false if the event was left out.
    mutating func append(_ event: LiveEvent) -> Bool {
        if case .check(let monitor, _, _, _) = event.kind, !self.admitsCheck(of: monitor, at: event.at) { return false }
        if self.events.count < self.capacity {
            self.events.append(event)
        } else {
            self.events[self.start] = event
            self.start = (self.start + 1) % self.capacity
            self.first += 1
        }
        return true
    }

    /// Removes all events because some were missed: every listener must fetch everything again.
    mutating func clear() {
        // Skips one number, so that a listener that had read everything is behind as well.
        self.first = self.newest + 2
        self.start = 0
        self.events = []
    }

    /// Returns the events after a number. Nil if some of them are no longer kept.
    func events(after number: Int64) -> [(number: Int64, event: LiveEvent)]? {
        guard number >= self.first - 1, number <= self.newest else { return nil }
        return (number..<self.newest).map { position in
            let offset = Int(position + 1 - self.first)
            return (position + 1, self.events[(self.start + offset) % max(self.events.count, 1)])
        }
    }

    private mutating func admitsCheck(of monitor: ID<Monitor>, at now: Instant) -> Bool {
        if let last = self.lastChecks[monitor], now - last < .seconds(1), now >= last { return false }
        if self.lastChecks.count >= 2 * self.capacity {
            self.lastChecks = self.lastChecks.filter { now - $0.value < .seconds(1) }
        }
        self.lastChecks[monitor] = now
        return true
    }
}
