/// What a job reports of itself.
package struct Ping: Sendable, Equatable {
    package enum Kind: String, Sendable, Codable, CaseIterable {
        case success, start, fail, log
    }

    /// How much of a body is kept.
    package static let bodyLimit = 10_240

    package let kind: Kind
    /// nil where none was reported.
    package let exitStatus: Int?
    package let run: RunID?
    /// The start of what was sent along; nil where nothing was.
    package let body: String?
    /// Where it came from; nil where the transport has no addresses.
    package let sender: String?

    package init(_ kind: Kind, exitStatus: Int? = nil, run: RunID? = nil, body: String? = nil, sender: String? = nil) {
        self.kind = kind
        self.exitStatus = exitStatus
        self.run = run
        self.body = body
        self.sender = sender
    }
}

/// Tells a job's runs apart where they overlap: the `rid` of a ping, a UUID.
package struct RunID: RawRepresentable, Hashable, Sendable, Codable, LosslessStringConvertible {
    package let rawValue: String

    /// - Returns: nil where the text is no UUID.
    package init?(rawValue: String) {
        guard let text = rawValue.canonicalUUID else { return nil }
        self.rawValue = text
    }

    package init?(_ description: String) { self.init(rawValue: description) }

    package var description: String { self.rawValue }
}

/// A ping as it is kept.
package struct PingRecord: Sendable, Equatable {
    package let monitor: ID<Monitor>
    /// Counts a monitor's pings from 1.
    package let number: Int64
    package let at: Instant
    package let ping: Ping
    /// The time since the run's start; nil where that was not reported.
    package let duration: Duration?

    package init(monitor: ID<Monitor>, number: Int64, at: Instant, ping: Ping, duration: Duration?) {
        self.monitor = monitor
        self.number = number
        self.at = at
        self.ping = ping
        self.duration = duration
    }
}
