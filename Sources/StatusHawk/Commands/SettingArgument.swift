import Foundation
import HawkCore

/// `--set NAME=VALUE`: a setting of a monitor type, parsed as its form describes.
struct SettingArgument {
    private let field: FormField
    private let value: JSONValue

    /// The reason why an argument cannot be used.
    struct Unusable: Error {
        let message: String
    }

    /// - Parameters:
    ///   - argument: `NAME=VALUE`. `@FILE` reads the value from a file, `@-` from standard input; `@@…` begins with one `@`.
    ///   - form: The form of the monitor type.
    init(_ argument: String, form: [FormField], read: (String) throws -> String = Self.content) throws {
        guard let separator = argument.firstIndex(of: "="), separator != argument.startIndex else {
            throw Unusable(message: "--set takes NAME=VALUE, such as --set ip_version=6")
        }
        let name = String(argument[..<separator])
        guard let field = form.first(where: { $0.name == name }) else {
            let names = form.map(\.name).joined(separator: ", ")
            throw Unusable(message: "--set: unknown setting \(name)\(names.isEmpty ? "" : "; known settings: \(names)")")
        }
        var text = String(argument[argument.index(after: separator)...])
        if text.hasPrefix("@"), !text.hasPrefix("@@") {
            do { text = try read(String(text.dropFirst())) } catch {
                throw Unusable(message: "--set \(name): \(text.dropFirst()) cannot be read")
            }
            if text.hasSuffix("\n") { text.removeLast() }
        } else if field.secret {
            // All users of the machine can list processes with their arguments.
            throw Unusable(
                message:
                    "--set \(name): other users can read the command line; use \(name)=@FILE, or \(name)=@- for standard input")
        } else if text.hasPrefix("@@") {
            text.removeFirst()
        }
        self.field = field
        do { self.value = try Self.value(text, as: field.kind) } catch {
            throw Unusable(message: "--set \(name): must be \(error.expected)")
        }
    }

    /// Adds the setting to others. A map that is given several times is merged.
    func add(to settings: inout [String: JSONValue]) {
        let before = settings[self.field.name] ?? .object([:])
        settings[self.field.name] = self.field.kind == .map ? before.merging(self.value) : self.value
    }

    private struct Misread: Error {
        let expected: String
    }

    private static func value(_ text: String, as kind: FormField.Kind) throws(Misread) -> JSONValue {
        switch kind {
        case .text, .multiline, .url, .email, .select: return .string(text)
        case .number: return try self.number(text)
        case .toggle: return try self.toggle(text)
        case .list: return text.opens(with: "[") ? try self.json(text) : .array(self.parts(text, by: ",").map(JSONValue.string))
        case .map: return text.opens(with: "{") ? try self.json(text) : try self.headers(text)
        case .assertions: return try self.json(text)
        }
    }

    private static func number(_ text: String) throws(Misread) -> JSONValue {
        if let whole = Int64(text) { return .int(whole) }
        guard let number = Double(text), number.isFinite else { throw Misread(expected: "a number") }
        return .double(number)
    }

    private static func toggle(_ text: String) throws(Misread) -> JSONValue {
        switch text.lowercased() {
        case "true", "yes", "on", "1": .bool(true)
        case "false", "no", "off", "0": .bool(false)
        default: throw Misread(expected: "true or false")
        }
    }

    /// Parses lines of `Name: value`, as curl's `--header` does.
    private static func headers(_ text: String) throws(Misread) -> JSONValue {
        var members: [String: JSONValue] = [:]
        for line in self.parts(text, by: "\n") {
            guard let colon = line.firstIndex(of: ":") else { throw Misread(expected: "\"Name: value\", or a JSON object") }
            members[String(line[..<colon])] = .string(line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces))
        }
        return .object(members)
    }

    private static func json(_ text: String) throws(Misread) -> JSONValue {
        do { return try JSONParser.parse([UInt8](text.utf8)) } catch { throw Misread(expected: "JSON: \(error)") }
    }

    private static func parts(_ text: String, by separator: Character) -> [String] {
        text.split(separator: separator).map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }

    private static func content(of path: String) throws -> String {
        if path == "-" { return String(decoding: FileHandle.standardInput.readDataToEndOfFile(), as: UTF8.self) }
        return try String(contentsOfFile: path, encoding: .utf8)
    }
}

extension String {
    fileprivate func opens(with bracket: Character) -> Bool { self.first { !$0.isWhitespace } == bracket }
}
