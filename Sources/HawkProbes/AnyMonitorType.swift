package import HawkCore

/// A monitor type that hides its probe, target and settings types: the engine and the API work with it. One without a probe
/// (`Reporter`) has no target.
package struct AnyMonitorType: RegisteredType {
    package let type: MonitorType
    package let kind: MonitorKind
    package let label: String
    package let summary: String
    /// The form field for the target. Nil for a heartbeat monitor, which has none.
    package let targetField: FormField?
    package let form: [FormField]
    package var documentation: String { "docs/monitors/\(self.type).md" }
    /// Its presentation in `/probe`.
    package let export: ProbeExport

    /// In bytes, for every type. Nothing longer is parsed.
    private static let maxTargetLength = HTTPTarget.longest

    private let parseTarget: @Sendable (String) throws(InvalidTarget) -> String
    private let parseSettings: @Sendable (JSONValue) throws(OperationError) -> JSONValue
    private let parseReporting: (@Sendable (JSONValue) throws(OperationError) -> Reporting)?
    private let make: @Sendable (String, JSONValue) throws -> PreparedProbe

    package init<P: Probe>(_ probe: P.Type) {
        self.init(
            P.self, kind: .polled, targetField: P.targetField, export: P.export,
            parseTarget: { text throws(InvalidTarget) in try P.Target(parsing: text).canonical }, parseReporting: nil
        ) { target, settings in
            let target = try P.Target(parsing: target)
            let settings = try P.Settings(validating: settings)
            return PreparedProbe(P(target, settings), host: target.host, isInverted: settings.isInverted)
        }
    }

    package init<R: Reporter>(_ reporter: R.Type) {
        self.init(
            R.self, kind: .heartbeat, targetField: nil, export: ProbeExport(),
            parseTarget: { text throws(InvalidTarget) in
                guard text.isEmpty else { throw InvalidTarget("must be empty: a heartbeat monitor has no target") }
                return ""
            },
            parseReporting: { settings throws(OperationError) in R.reporting(try R.Settings(validating: settings)) }
        ) { _, _ in
            throw RunnerFault("a monitor of type \(R.type) is not checked: it receives pings")
        }
    }

    private init<D: MonitorTypeDescription>(
        _ description: D.Type, kind: MonitorKind, targetField: FormField?, export: ProbeExport,
        parseTarget: @escaping @Sendable (String) throws(InvalidTarget) -> String,
        parseReporting: (@Sendable (JSONValue) throws(OperationError) -> Reporting)?,
        make: @escaping @Sendable (String, JSONValue) throws -> PreparedProbe
    ) {
        self.type = D.type
        self.kind = kind
        self.label = D.label
        self.summary = D.summary
        self.targetField = targetField
        self.export = export
        self.form = D.Settings.settings.form
        self.parseTarget = parseTarget
        self.parseSettings = { value throws(OperationError) in try D.Settings(validating: value).json }
        self.parseReporting = parseReporting
        self.make = make
    }

    /// Returns the target as it is stored.
    /// - Throws: the error for the field `target`.
    package func normalise(target: String) throws(OperationError) -> String {
        guard target.utf8.count <= Self.maxTargetLength else {
            throw .invalid("target", "must not be longer than \(Self.maxTargetLength) bytes")
        }
        do { return try self.parseTarget(target) } catch { throw .invalid("target", error.message) }
    }

    /// A member without a value is null, never absent.
    package func normalise(settings: JSONValue) throws(OperationError) -> JSONValue { try self.parseSettings(settings) }

    /// Returns when pings are due, from normalised settings. Nil if the type receives none.
    package func reporting(settings: JSONValue) throws(OperationError) -> Reporting? { try self.parseReporting?(settings) }

    /// Decodes once a target and settings that are observed many times.
    /// - Throws: `InvalidTarget` or `OperationError` if this version did not store them, `RunnerFault` if there is no probe.
    package func prepare(target: String, settings: JSONValue) throws -> PreparedProbe { try self.make(target, settings) }
}
