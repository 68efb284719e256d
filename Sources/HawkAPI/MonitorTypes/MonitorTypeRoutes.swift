import HawkCore
import HawkProbes
import Hummingbird

/// `/api/v1/monitor-types`: every type with its form, so that clients can render it without knowing the type.
struct MonitorTypeRoutes {
    let types: MonitorTypeRegistry

    func add(to routes: some RouterMethods<UserContext>) {
        routes.get("monitor-types") { _, _ in Page(all: self.types.all.map(MonitorTypeBody.init)) }
    }
}

struct MonitorTypeBody: Encodable {
    private let type: MonitorType
    private let kind: MonitorKind
    private let label: String
    private let summary: String
    private let documentation: String
    /// Nil if the type has no target, as for heartbeat monitors.
    private let target: FormField?
    private let settings: [FormField]

    init(_ type: AnyMonitorType) {
        self.type = type.type
        self.kind = type.kind
        self.label = type.label
        self.summary = type.summary
        self.documentation = type.documentation
        self.target = type.targetField
        self.settings = type.form
    }
}
