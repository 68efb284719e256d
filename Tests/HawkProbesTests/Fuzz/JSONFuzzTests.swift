import Foundation
import HawkTestSupport
import Testing

@testable import HawkProbes

/// JSON from unknown servers, and paths from users.
@Suite struct JSONFuzzTests {
    private static let alphabet = Array("{}[]:,\"\\ \n0123456789-+.eEtrufalsn".utf8)

    private static func document(_ chance: inout SeededGenerator, depth: Int = 0) -> String {
        switch chance.below(depth > 3 ? 4 : 7) {
        case 0: return chance.pick(["true", "false", "null"])
        case 1: return chance.pick(["0", "-1", "12.50", "3e2", "1E-3", "9007199254740993", "-0.0"])
        case 2, 3: return self.string(&chance)
        case 4, 5:
            return "[" + (0..<chance.below(4)).map { _ in self.document(&chance, depth: depth + 1) }.joined(separator: ", ") + "]"
        default:
            let members = Set((0..<chance.below(4)).map { _ in self.string(&chance) }).sorted()
            return "{" + members.map { "\($0):\(self.document(&chance, depth: depth + 1))" }.joined(separator: ",") + "}"
        }
    }

    private static func string(_ chance: inout SeededGenerator) -> String {
        "\"" + chance.text(chance.below(4), of: ["a", "b", "a b", "ö", "\\n", "\\\"", "\\u00e4", "\\ud83d\\ude00", "]"]) + "\""
    }

    @Test func `100,000 damaged JSON texts are parsed or refused as by Foundation`() throws {
        var chance = SeededGenerator(seed: 1)
        var accepted = 0
        for _ in 0..<100_000 {
            let bytes = chance.damaged(Array(Self.document(&chance).utf8), most: 2, with: Self.alphabet)
            let theirs = try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
            let ours = try? JSONDocument(bytes)
            let text = String(decoding: bytes, as: UTF8.self)
            // Invalid UTF-8 is repaired.
            guard String(validating: bytes, as: UTF8.self) != nil else { continue }
            guard let ours else {
                // Foundation accepts a trailing comma.
                if text.filter({ $0 != " " && $0 != "\n" }).contains(/,[\]}]/) { continue }
                #expect(theirs == nil, "only Foundation reads \(text)")
                continue
            }
            // Half a surrogate pair, repeated names, and numbers beyond a double: only our parser accepts them.
            if theirs == nil, text.contains(/\\u|\{|[eE]/) { continue }
            let object = try #require(theirs, "only we read \(text)")
            accepted += 1
            let value = ours.text(of: 0)
            if ours.values[0].kind == .string {
                #expect(value == object as? String)
            } else {
                #expect(try Self.canonical(Data(value.utf8)) == Self.canonical(Data(bytes)), "\(text) became \(value)")
            }
        }
        #expect(accepted > 20_000)
    }

    private static func canonical(_ data: Data) throws -> Data {
        let object = try JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed)
        return try JSONSerialization.data(withJSONObject: object, options: [.fragmentsAllowed, .sortedKeys])
    }

    @Test func `100,000 random paths are refused, or select what a step by step evaluation selects`() throws {
        var chance = SeededGenerator(seed: 2)
        let pieces = [
            "$", ".", "..", "a", "b", "[", "]", "'", "\"", "*", "0", "1", "-1", "['a']", "[0]", ".*", "..*", ".a", ".b", "ö",
            "\\", " ", "?", ".length()",
        ]
        var accepted = 0
        for _ in 0..<100_000 {
            let text = "$" + chance.text(chance.below(6), of: pieces)
            guard let path = try? JSONPath(text) else { continue }
            accepted += 1
            let document = try JSONDocument(Array(Self.document(&chance).utf8))
            let expected = Set(path.steps.reduce([0]) { values, step in values.flatMap { Self.step(step, from: $0, document) } })
            #expect(path.select(in: document) == expected.sorted(), "\(text) in \(document.text(of: 0))")
        }
        #expect(accepted > 10_000)
    }

    /// As the standard defines it, where a value is selected once for each way to it.
    private static func step(_ step: JSONPath.Step, from parent: Int, _ document: JSONDocument) -> [Int] {
        let children = Array(document.children(of: parent))
        let kind = document.values[parent].kind
        let direct = children.enumerated().filter { position, child in
            switch step.selector {
            case .all: true
            case .name(let name): kind == .object && document.isNamed(name, child)
            case .index(let index): kind == .array && (index == position || index + children.count == position)
            }
        }.map(\.element)
        return step.isDeep ? direct + children.flatMap { self.step(step, from: $0, document) } : direct
    }

    private static let shapes: [(String, @Sendable (Int) -> String)] = [
        ("nested arrays", { String(repeating: "[", count: $0) + String(repeating: "]", count: $0) }),
        ("nested objects", { String(repeating: "{\"a\":", count: $0) + "1" + String(repeating: "}", count: $0) }),
        ("members of one name", { "{" + Array(repeating: "\"a\":1", count: $0).joined(separator: ",") + "}" }),
        ("escapes", { "[\"" + String(repeating: "\\u0061", count: $0) + "\"]" }),
        ("digits", { "[" + String(repeating: "9", count: $0) + "]" }),
        ("spaces", { "[" + String(repeating: " ", count: $0) + "]" }),
        ("quotes", { "[" + Array(repeating: "\"\\\"\"", count: $0).joined(separator: ",") + "]" }),
        ("unclosed", { String(repeating: "[\"a\",{\"b\":", count: $0) }),
    ]

    @Test(arguments: shapes.indices) func `eight times the text takes at most forty times the time`(_ shape: Int) throws {
        let (name, make) = Self.shapes[shape]
        let paths = try ["$..*", "$..a", "$..[-1]..*", "$.*.length()"].map { try JSONPath($0) }
        func time(_ count: Int) -> Double {
            let bytes = Array(make(count).utf8)
            return processorTime {
                guard let document = try? JSONDocument(bytes) else { return }
                for path in paths { _ = path.select(in: document) }
                _ = document.text(of: 0)
            }
        }
        let small = time(2_000)
        let large = time(16_000)
        #expect(large < 40 * small + 0.01, "\(name): \(small) s became \(large) s")
    }
}
