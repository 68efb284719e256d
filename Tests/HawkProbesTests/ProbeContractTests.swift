import Foundation
import HawkCore
import HawkProbes
import Testing

/// The contract of every monitor type in the registry.
@Suite struct ProbeContractTests {
    static let types = MonitorTypeRegistry.standard.all
    static let checked = types.filter { $0.kind == .polled }
    static let reporting = types.filter { $0.kind == .heartbeat }
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    @Test(arguments: types) func `its page of documentation exists and names every field`(_ type: AnyMonitorType) throws {
        let page = try String(contentsOf: Self.root.appendingPathComponent(type.documentation), encoding: .utf8)
        for field in type.form {
            #expect(page.contains("`\(field.name)`"), "\(type.documentation) does not mention \(field.name)")
        }
    }

    @Test(arguments: types) func `empty settings are valid, and stored with all defaults`(_ type: AnyMonitorType) throws {
        let settings = try type.normalise(settings: [:])
        #expect((settings.object?.keys.sorted() ?? []) == type.form.map(\.name).sorted())
        #expect(try type.normalise(settings: settings) == settings)
    }

    @Test(arguments: types) func `its form contains its defaults`(_ type: AnyMonitorType) throws {
        let settings = try type.normalise(settings: [:])
        for field in type.form { #expect(settings[field.name] == field.default, "\(field.name)") }
    }

    @Test(arguments: types) func `it declares which server gets its secrets`(_ type: AnyMonitorType) {
        guard type.form.contains(where: \.secret) else { return }
        // The target, and the settings that decide which server is trusted as the target.
        #expect(type.targetField?.secretBinding == (type.targetField?.kind == .url ? .origin : .value))
        for field in TLSSettings.settings.form where !["client_certificate", "client_key"].contains(field.name) {
            #expect(type.form.first { $0.name == field.name }?.secretBinding ?? .value == .value, "\(field.name)")
        }
    }

    @Test(arguments: types) func `an unknown setting is refused as malformed`(_ type: AnyMonitorType) {
        let error = #expect(throws: OperationError.self) { try type.normalise(settings: ["misspelt": 1]) }
        #expect(error?.code == .malformed)
        #expect(error?.errors.first?.field == "misspelt")
        #expect(throws: OperationError.self) { try type.normalise(settings: []) }
    }

    @Test(arguments: checked) func `an invalid target is refused with a sentence about the target`(
        _ type: AnyMonitorType
    ) {
        for target in ["", " ", "\n", "http://", "://", "[", "a\0b:1", "-"] {
            let error = #expect(throws: OperationError.self) { try type.normalise(target: target) }
            #expect(error?.errors.first?.field == "target")
        }
    }

    @Test(arguments: checked) func `its placeholder is a valid target`(_ type: AnyMonitorType) throws {
        let field = try #require(type.targetField)
        let canonical = try type.normalise(target: field.placeholder ?? "")
        #expect(try type.normalise(target: canonical) == canonical)
        #expect(!type.label.isEmpty && !type.summary.isEmpty && !field.label.isEmpty)
    }

    @Test(arguments: reporting) func `a heartbeat type has no target and no probe, and has a grace period`(
        _ type: AnyMonitorType
    ) throws {
        #expect(type.targetField == nil && !type.label.isEmpty && !type.summary.isEmpty)
        #expect(try type.normalise(target: "") == "")
        let error = #expect(throws: OperationError.self) { try type.normalise(target: "shop.example") }
        #expect(error?.errors.first?.field == "target")
        let settings = try type.normalise(settings: [:])
        #expect(try type.reporting(settings: settings)?.grace ?? .zero > .zero)
        #expect(throws: RunnerFault.self) { try type.prepare(target: "", settings: settings) }
    }

    @Test func `a type is found by its name, and unknown ones are not`() {
        #expect(MonitorTypeRegistry.standard[.tcp]?.type == .tcp)
        #expect(MonitorTypeRegistry.standard[MonitorType(rawValue: "gopher")] == nil)
    }
}

extension AnyMonitorType: CustomTestStringConvertible {
    public var testDescription: String { self.type.rawValue }
}
