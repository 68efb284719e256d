import Foundation

/// A time zone with an IANA name. The rules come from the program's own ICU data.
package struct Zone: Sendable, Equatable {
    package static let utc = Zone(name: "UTC", zone: .gmt)
    /// The IANA names of three letters. ICU knows more, such as BST for Bangladesh, which people use for other zones.
    private static let short: Set = [
        "CET", "EET", "EST", "GMT", "HST", "MET", "MST", "PRC", "ROC", "ROK", "UCT", "UTC", "WET",
    ]

    package let name: String
    private let zone: TimeZone

    private init(name: String, zone: TimeZone) {
        self.name = name
        self.zone = zone
    }

    /// - Returns: nil if there is no such zone.
    package init?(_ name: String) {
        // Foundation reads `GMT+3` as an offset. IANA's Etc/GMT+3 has the opposite sign.
        guard name.utf8.count > 3 ? !name.hasPrefix("GMT") || name == "GMT0" : Self.short.contains(name),
            name.utf8.count <= 64, let zone = TimeZone(identifier: name)
        else { return nil }
        self.init(name: name, zone: zone)
    }

    /// Returns how far local clocks are ahead of UTC.
    package func offset(at instant: Instant) -> Duration {
        .seconds(self.zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant.milliseconds) / 1_000)))
    }

    /// Returns when local clocks show a time, given as if it were UTC. If they show it twice, this is the first time; if they
    /// skip it, the first instant after the gap. Two changes within two days would count as one, but no zone has them.
    func instant(ofLocal local: Instant) -> Instant {
        let before = self.offset(at: local - .days(1))
        let after = self.offset(at: local + .days(1))
        for offset in [max(before, after), min(before, after)] where self.offset(at: local - offset) == offset {
            return local - offset
        }
        return self.change(from: local - max(before, after), to: local - min(before, after))
    }

    /// Returns the first minute at which the offset differs from that of the first instant. It differs at the second one.
    func change(from start: Instant, to end: Instant) -> Instant {
        let offset = self.offset(at: start)
        var same = start.milliseconds / 60_000
        var other = (end.milliseconds + 59_999) / 60_000
        while other - same > 1 {
            let middle = (same + other) / 2
            if self.offset(at: Instant(milliseconds: middle * 60_000)) == offset { same = middle } else { other = middle }
        }
        return Instant(milliseconds: other * 60_000)
    }
}
