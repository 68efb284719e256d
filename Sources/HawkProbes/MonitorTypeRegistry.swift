package import HawkCore

/// All monitor types, in display order.
package struct MonitorTypeRegistry: Sendable {
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
    private let byType: [MonitorType: AnyMonitorType]

    package init(_ types: [AnyMonitorType]) {
        self.all = types
        self.byType = Dictionary(uniqueKeysWithValues: types.map { ($0.type, $0) })
    }

    /// Nil if there is no such type.
    package subscript(_ type: MonitorType) -> AnyMonitorType? { self.byType[type] }
}
