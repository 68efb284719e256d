package import HawkCore
package import HawkProbes

/// The values of `module=`: every monitor type with its default settings, the usual module names of blackbox_exporter, and the
/// modules that the operator defines.
package struct ProbeModules: Sendable {
    /// The maximum number of modules that an operator may define.
    private static let limit = 500
    /// The timeout of a probe if neither its module nor Prometheus sets a shorter one.
    private static let defaultTimeout = Duration.seconds(10)

    struct Module: Sendable {
        let type: AnyMonitorType
        let settings: JSONValue
        let timeout: Duration
    }

    private var all: [String: Module] = [:]  // BOUNDED: found by parameters of QueryParameters

    /// - Parameter defined: a JSON object of `{"type", "settings", "timeout_seconds"}` by name. A known name is replaced.
    /// - Throws: `OperationError` with each invalid value by its path.
    package init(_ types: MonitorTypeRegistry, defined: JSONValue = [:]) throws {
        for type in types.all where type.kind == .polled {
            for (name, settings) in type.export.modules.merging([type.type.rawValue: [:]], uniquingKeysWith: { own, _ in own }) {
                self.all[name] = Module(
                    type: type, settings: try type.normalise(settings: settings), timeout: Self.defaultTimeout)
            }
        }
        // BOUNDED: the operator's own names
        let drafts = try StrictDecoder.decode([String: Draft].self, from: defined)
        guard drafts.count <= Self.limit else { throw OperationError.invalid("", "must define at most \(Self.limit) modules") }
        for (name, draft) in drafts { self.all[name] = try Self.module(draft, name, types) }
    }

    subscript(_ name: String) -> Module? { self.all[name] }

    var names: [String] { self.all.keys.sorted() }

    private struct Draft: Decodable {
        let type: MonitorType
        let settings: JSONValue?
        let timeoutSeconds: Double?
    }

    private static func module(_ draft: Draft, _ name: String, _ types: MonitorTypeRegistry) throws(OperationError) -> Module {
        guard let type = types[draft.type], type.kind == .polled else {
            let known = types.all.filter { $0.kind == .polled }.map(\.type.rawValue).joined(separator: ", ")
            throw .invalid("\(name).type", "must be one of \(known)")
        }
        let timeout = draft.timeoutSeconds ?? self.defaultTimeout.seconds
        guard (0.1...120).contains(timeout) else { throw .invalid("\(name).timeout_seconds", "must be from 0.1 to 120") }
        do {
            return Module(
                type: type, settings: try type.normalise(settings: draft.settings ?? [:]),
                timeout: .milliseconds(Int64(timeout * 1_000)))
        } catch {
            throw .invalid(error.errors.map { $0.within("\(name).settings") })
        }
    }
}
