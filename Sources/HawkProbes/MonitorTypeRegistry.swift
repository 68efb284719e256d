import HawkCore

/// All monitor types, in display order.
package struct MonitorTypeRegistry: TypeRegistry {
    /// One line per type.
    package static let standard = MonitorTypeRegistry([
        AnyMonitorType(HTTPProbe.self),
        AnyMonitorType(TCPProbe.self),
        AnyMonitorType(TLSProbe.self),
        AnyMonitorType(ICMPProbe.self),
        AnyMonitorType(DNSProbe.self),
        AnyMonitorType(HeartbeatReporter.self),
    ])

    package let all: [AnyMonitorType]

    package init(_ types: [AnyMonitorType]) { self.all = types }
}
