/// The name of a way to check a target, as stored and in the API: `http`, `tcp`, `icmp`, … The registry knows which types exist.
package struct MonitorType: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    package var description: String { self.rawValue }

    package static let http = MonitorType(rawValue: "http")
    package static let tcp = MonitorType(rawValue: "tcp")
    package static let tls = MonitorType(rawValue: "tls")
    package static let icmp = MonitorType(rawValue: "icmp")
    package static let dns = MonitorType(rawValue: "dns")
    package static let heartbeat = MonitorType(rawValue: "heartbeat")
}
