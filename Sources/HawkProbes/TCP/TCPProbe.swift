package import HawkCore
import HawkNet
package import NIOCore

/// Opens a TCP connection and closes it again.
package struct TCPProbe: Probe {
    package static let type = MonitorType.tcp
    package static let label = "TCP port"
    package static let summary = "Opens a connection to a port and closes it again."
    package static let targetField = FormField(
        "target", "Host and port", .text, required: true, help: "An IPv6 address stands in brackets.",
        placeholder: "db.example.com:5432")
    package static let form = Reach.form

    package init() {}

    package func observe(_ target: HostAndPort, _ settings: TCPSettings, in attempt: Attempt) -> EventLoopFuture<Observation> {
        attempt.reach = settings.reach
        return attempt.dial(target.host, target.port).map { _ in attempt.conclude(.up) }
    }
}

/// How a port is reached.
package struct TCPSettings: MonitorSettings {
    package var reach = Reach()

    /// None of its own.
    package enum CodingKeys: CodingKey, CaseIterable {}

    package static let members = Reach.members

    package init() {}

    package init(from decoder: any Decoder) throws { self.reach = try Reach(from: decoder) }

    package func encode(to encoder: any Encoder) throws { try self.reach.encode(to: encoder) }

    package func validate() -> [FieldError] { self.reach.validate() }
}
