/// One report of a job.
package struct Ping: Sendable, Equatable {
    package enum Kind: String, Sendable, Codable, CaseIterable {
        case success, start, fail, log
    }

    /// How many bytes of a body are stored.
    package static let bodyLimit = 10_240

    package let kind: Kind
    /// Nil if none was reported.
    package let exitStatus: Int?
    package let run: RunID?
    /// The start of the request body. Nil if there was none.
    package let body: String?
    /// The address of the sender. Nil if the transport has no addresses.
    package let sender: String?

    package init(_ kind: Kind, exitStatus: Int? = nil, run: RunID? = nil, body: String? = nil, sender: String? = nil) {
        self.kind = kind
        self.exitStatus = exitStatus
        self.run = run
        self.body = body
        self.sender = sender
    }
}

/// Identifies a run of a job whose runs may overlap: the `rid` of a ping, a UUID.
package struct RunID: RawRepresentable, Hashable, Sendable, Codable, LosslessStringConvertible {
    package let rawValue: String

    /// - Returns: nil if the text is not a UUID.
    package init?(rawValue: String) {
        guard let text = rawValue.canonicalUUID else { return nil }
        self.rawValue = text
    }

    package init?(_ description: String) { self.init(rawValue: description) }

    package var description: String { self.rawValue }
}

/// A stored ping.
package struct PingRecord: Sendable, Equatable {
    package let monitor: ID<Monitor>
    /// Counts a monitor's pings from 1.
    package let number: Int64
    package let at: Instant
    package let ping: Ping
    /// The time since the run's start. Nil if the start was not reported.
    package let duration: Duration?

    package init(monitor: ID<Monitor>, number: Int64, at: Instant, ping: Ping, duration: Duration?) {
        self.monitor = monitor
        self.number = number
        self.at = at
        self.ping = ping
        self.duration = duration
    }
}
