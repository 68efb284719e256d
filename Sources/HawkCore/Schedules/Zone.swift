import Foundation

/// A time zone by its IANA name: what local clocks show there. The rules are those of the program's own ICU data.
package struct Zone: Sendable, Equatable {
    package static let utc = Zone(name: "UTC", zone: .gmt)
    /// The names of three letters that are IANA's. ICU knows more, such as BST for Bangladesh, that people mean otherwise.
    private static let short: Set = [
        "CET", "EET", "EST", "GMT", "HST", "MET", "MST", "PRC", "ROC", "ROK", "UCT", "UTC", "WET",
    ]

    package let name: String
    private let zone: TimeZone

    private init(name: String, zone: TimeZone) {
        self.name = name
        self.zone = zone
    }

    /// - Returns: nil where there is no such zone.
    package init?(_ name: String) {
        // Foundation reads `GMT+3` as an offset, with the sign that IANA's Etc/GMT+3 does not have.
        guard name.utf8.count > 3 ? !name.hasPrefix("GMT") || name == "GMT0" : Self.short.contains(name),
            name.utf8.count <= 64, let zone = TimeZone(identifier: name)
        else { return nil }
        self.init(name: name, zone: zone)
    }

    /// How far local clocks are ahead of UTC.
    package func offset(at instant: Instant) -> Duration {
        .seconds(self.zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant.milliseconds) / 1_000)))
    }

    /// When local clocks show a time, given as if it were UTC: for the first time where they show it twice; where they skip it, the
    /// first instant after the gap. Two changes within two days, which no zone makes, would be taken for one.
    func instant(ofLocal local: Instant) -> Instant {
        let before = self.offset(at: local - .days(1))
        let after = self.offset(at: local + .days(1))
        for offset in [max(before, after), min(before, after)] where self.offset(at: local - offset) == offset {
            return local - offset
        }
        return self.change(from: local - max(before, after), to: local - min(before, after))
    }

    /// The first minute at which the offset is no longer that of the first of two instants; it is another at the second.
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
