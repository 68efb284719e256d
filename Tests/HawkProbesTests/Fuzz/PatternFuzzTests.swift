import HawkCore
import HawkTestSupport
import Testing

@testable import HawkProbes

/// Regular expressions from any user over bytes from any server, and the assertions around them.
@Suite struct PatternFuzzTests {
    private static let pieces = [
        "(", ")", "[", "]", "{", "}", "{2,}", "{1000}", "|", "*", "+", "?", "\\", ".", "^", "$", "a", "b", "\\d", "\\w", "\\b",
        "\\X", "\\R", "\\K",
        "\\1", "(?i)", "(?=", "(?!", "(?<=", "(?>", "(?:", "(?R)", "(?1)", "(?(1)", "(*SKIP)", "(*ACCEPT)", "(?C1)", "[^", "-",
        "ö", "\\p{L}", "\\x{10FFFF}", "(?#",
    ]

    @Test func `100,000 random expressions are refused, or end in time`() {
        var chance = SeededGenerator(seed: 3)
        var accepted = 0
        for _ in 0..<100_000 {
            guard let pattern = try? Pattern(chance.text(1 + chance.below(8), of: Self.pieces)) else { continue }
            accepted += 1
            let bytes = (0..<chance.below(60)).map { _ in
                chance.pick([0x61, 0x61, 0x62, 0x31, 0x0A, 0xC3, 0xB6, 0xFF, 0x00] as [UInt8])
            }
            let budget = MatchBudget(milliseconds: 20)
            _ = bytes.withUnsafeBufferPointer { pattern.matches($0, isCut: chance.below(2) == 0, budget) }
            #expect(budget.nanoseconds > -50_000_000, "\(pattern.text)")
        }
        #expect(accepted > 10_000)
    }

    @Test func `100,000 random assertions are refused by their fields, or evaluated`() throws {
        var chance = SeededGenerator(seed: 4)
        let texts = [
            "", "a", "$.a", "$..*", "(", "a+", "5", "-1e3", "true", "x y", "ö", "\0", "\r\n",
            String(repeating: "9", count: 2_000),
        ]
        func value() -> JSONValue {
            switch chance.below(9) {
            case 0: .null
            case 1: .int(Int64(chance.below(700)))
            case 2: .double(Double(chance.below(700)) / 3)
            case 3: .bool(chance.below(2) == 0)
            case 4: .array([])
            default: .string(chance.pick(texts))
            }
        }
        let document = try JSONDocument(Array("{\"a\":[1,\"x\",null],\"b\":5}".utf8))
        let sources = Assertion.Source.allCases.map(\.rawValue) + ["x"]
        let operators = Assertion.Operator.allCases.map(\.rawValue) + ["x"]
        var accepted = 0
        for _ in 0..<100_000 {
            var members: [String: JSONValue] = [
                "source": .string(chance.pick(sources)), "operator": .string(chance.pick(operators)),
            ]
            if chance.below(2) == 0 { members["name"] = .string(chance.pick(texts)) }
            if chance.below(4) > 0 { members["value"] = value() }
            if chance.below(4) == 0 { members["severity"] = value() }
            if chance.below(20) == 0 { members["more"] = value() }
            guard let assertion = try? StrictDecoder.decode(Assertion.self, from: .object(members)) else { continue }
            let errors = Assertion.errors(in: [assertion], sources: Assertion.Source.allCases)
            #expect(errors.allSatisfy { $0.field.hasPrefix("0.") && !$0.message.isEmpty })
            guard errors.isEmpty else { continue }
            accepted += 1
            #expect(assertion.operator.needsPattern == (assertion.pattern != nil))
            #expect((assertion.source == .json) == (assertion.path != nil))
            let budget = MatchBudget()
            _ = try assertion.evaluate(["a", "5"], "it", budget)
            _ = try assertion.evaluate(Array("a5".utf8), cutAt: nil, "it", budget)
            _ = try assertion.evaluate(document, of: "it", budget) { $0 }
            _ = assertion.evaluate(5, "it is 5")
        }
        #expect(accepted > 2_000)
    }
}
