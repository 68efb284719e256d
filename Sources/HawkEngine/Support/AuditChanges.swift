import Foundation
import HawkCore

/// The fields that a change altered: `{"interval_seconds":{"from":60,"to":30},"sealed_settings":"changed"}`.
///
/// Uses reflection, so that no field of a type can be forgotten. Field names are as in the API: snake case, with the unit of a
/// duration. Sealed and secret values are never shown.
enum AuditChanges {
    /// Fields that no caller chooses.
    private static let bookkeeping: Set<String> = [
        "id", "organization", "version", "revision", "created_at", "updated_at", "effective_at", "last_error",
    ]
    private static let maxFields = 100
    /// Of one value as JSON. A longer one is shown as `changed`.
    private static let maxBytes = 2_000
    private static let changed = JSONValue.string("changed")

    /// The value of a field.
    private enum Leaf: Equatable {
        case shown(JSONValue)
        case hidden([UInt8])
    }

    static func between<Value>(_ before: Value, _ after: Value) -> JSONValue {
        let (old, new) = (self.fields(of: before), self.fields(of: after))
        let names = Set(old.keys).union(new.keys).filter { old[$0] != new[$0] }.sorted().prefix(self.maxFields)
        return .object(
            Dictionary(uniqueKeysWithValues: names.map { ($0, self.change(old[$0], new[$0])) }))
    }

    private static func change(_ old: Leaf?, _ new: Leaf?) -> JSONValue {
        guard let from = self.value(old), let to = self.value(new) else { return self.changed }
        return ["from": from, "to": to]
    }

    /// Nil if the value must not be shown.
    private static func value(_ leaf: Leaf?) -> JSONValue? {
        switch leaf {
        case nil: return .null
        case .hidden: return nil
        case .shown(let value):
            // `try?`: a value that cannot be encoded cannot be shown.
            guard let bytes = try? JSONEncoder().encode(value), bytes.count <= self.maxBytes else { return nil }
            return value
        }
    }

    private static func fields(of value: Any) -> [String: Leaf] {
        var fields: [String: Leaf] = [:]
        self.add(value, at: "", to: &fields)
        return fields
    }

    private static func add(_ value: Any, at path: String, to fields: inout [String: Leaf]) {
        switch value {
        case let json as JSONValue: self.add(json: json, at: path, to: &fields)
        // Checks the exact type, because any empty array can be cast to bytes.
        case let bytes as [UInt8] where type(of: value) == [UInt8].self: fields[path] = .hidden(bytes)
        case let secret as Secret: fields[path] = .hidden(Array(secret.revealed.utf8))
        case let duration as Duration: fields["\(path)_seconds"] = .shown(.double(duration.seconds))
        default: self.add(reflected: value, at: path, to: &fields)
        }
    }

    private static func add(json: JSONValue, at path: String, to fields: inout [String: Leaf]) {
        guard case .object(let members) = json else { return fields[path] = .shown(json) }
        for (name, member) in members { self.add(json: member, at: "\(path).\(name)", to: &fields) }
    }

    private static func add(reflected value: Any, at path: String, to fields: inout [String: Leaf]) {
        if let simple = self.simple(value) { return fields[path] = .shown(simple) }
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional:
            guard let wrapped = mirror.children.first else { return fields[path] = .shown(.null) }
            self.add(wrapped.value, at: path, to: &fields)
        case .struct:
            for child in mirror.children {
                guard let label = child.label else { continue }
                if let values = self.associatedValues(of: child.value) {
                    self.add(values, at: path, to: &fields)
                    continue
                }
                let name = WireName.of(label)
                guard !path.isEmpty || !self.bookkeeping.contains(name) else { continue }
                self.add(child.value, at: path.isEmpty ? name : "\(path).\(name)", to: &fields)
            }
        default: fields[path] = .shown(self.json(of: value))
        }
    }

    /// Returns the values of an enumeration case, which count as fields of the enclosing type. Nil if it has none.
    private static func associatedValues(of value: Any) -> Any? {
        guard !(value is JSONValue) else { return nil }
        let mirror = Mirror(reflecting: value)
        return mirror.displayStyle == .enum ? mirror.children.first?.value : nil
    }

    /// Returns a value within a list.
    private static func json(of value: Any) -> JSONValue {
        if let simple = self.simple(value) { return simple }
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .collection, .set: return .array(mirror.children.map { self.json(of: $0.value) })
        case .optional: return mirror.children.first.map { self.json(of: $0.value) } ?? .null
        case .struct:
            return .object(
                Dictionary(mirror.children.map { (WireName.of($0.label ?? ""), self.json(of: $0.value)) }) { _, last in last })
        default: return .string(String(describing: value))
        }
    }

    private static func simple(_ value: Any) -> JSONValue? {
        switch value {
        case let json as JSONValue: json
        case let text as String: .string(text)
        case let flag as Bool: .bool(flag)
        case let number as Int: .int(Int64(number))
        case let number as Int64: .int(number)
        case let number as Double: .double(number)
        case let instant as Instant: .string("\(instant)")
        case let raw as any RawRepresentable: self.simple(self.rawValue(of: raw))
        default: nil
        }
    }

    private static func rawValue(of value: some RawRepresentable) -> Any { value.rawValue }
}
