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
    package static let form: [FormField] = []

    package init() {}

    package func observe(_ target: HostAndPort, _ settings: TCPSettings, in attempt: Attempt) -> EventLoopFuture<Observation> {
        attempt.dial(target.host, target.port).map { _ in attempt.conclude(.up) }
    }
}

/// There is nothing to choose.
package struct TCPSettings: MonitorSettings {
    /// None: the container is still asked for, so that unknown members are seen.
    package enum CodingKeys: CodingKey, CaseIterable {}

    package init() {}

    package init(from decoder: any Decoder) throws { _ = try decoder.container(keyedBy: CodingKeys.self) }

    package func encode(to encoder: any Encoder) throws { _ = encoder.container(keyedBy: CodingKeys.self) }

    package func validate() -> [FieldError] { [] }
}
