import HawkCore
import HawkTestSupport
import Testing

@testable import HawkProbes

@Suite struct PatternTests {
    private static let invalid: [(String, String)] = [
        ("a(b", "is not a valid regular expression: missing closing parenthesis, at character 4"),
        ("ä[", "is not a valid regular expression: missing terminating ] for character class, at character 3"),
        ("(?<", "is not a valid regular expression: "),
        ("\\", "is not a valid regular expression: \\ at end of pattern, at character 2"),
        ("(?=\\C)", "is not a valid regular expression: using \\C is disabled by the application"),
        ("(((a{1000}){1000}){1000})", "is not a valid regular expression: "),
    ]

    @Test(arguments: invalid) func `an invalid expression is refused with its position`(_ text: String, _ sentence: String) {
        let error = #expect(throws: InvalidPattern.self) { try Pattern(text) }
        #expect(error?.message.hasPrefix(sentence) == true, "\(error?.message ?? "")")
    }

    @Test func `invalid UTF-8 is matched as bytes`() throws {
        let bytes: [UInt8] = [0xFF, 0x61, 0xC3, 0xB6, 0xC3]
        let pattern = try Pattern("a\\w?ö")
        #expect(bytes.withUnsafeBufferPointer { pattern.matches($0, MatchBudget()) } == true)
        let any = try Pattern("^.a")
        #expect(bytes.withUnsafeBufferPointer { any.matches($0, MatchBudget()) } == false)
    }

    @Test func `the end of a truncated text does not match an end anchor`() throws {
        let bytes = Array("abc".utf8)
        let pattern = try Pattern("c$")
        #expect(bytes.withUnsafeBufferPointer { pattern.matches($0, isCut: true, MatchBudget()) } == false)
        #expect(bytes.withUnsafeBufferPointer { pattern.matches($0, MatchBudget()) } == true)
    }

    /// Each takes minutes to years without a limit. The tail prevents PCRE2 from seeing at once that nothing can match.
    private static let endless: [(String, String)] = [
        ("(a+)+b", "a"), ("(a|b|ab)*c", "ab"), ("\\d+x", "1"), ("[0-9]{60000}x", "1"), ("(.*)\\1x", "ab"),
        ("(?:(?=.*x)|a)*b", "a"),
        ("^(?:\\w+\\s?)*$", "aaaa "), ("(?:a?){1000}b", "a"), ("(?s)a.*b.*c.*x$", "abc"), ("(a)\\1{60000}x", "a"),
        ("(?:1(?=[0-9]{40000}))*x", "1"), ("(?:(?<=1{200})1)*x", "1"), ("(((((a*)*)*)*)*)*b", "a"), ("(?:\\X)*x", "a"),
        ("(1{30000})(?:\\1\\1|2)*x", "1"),
    ]

    @Test(arguments: endless) func `no search exceeds the budget`(_ text: String, _ filling: String) throws {
        var bytes = Array(String(repeating: filling, count: 256 * 1_024 / filling.utf8.count).utf8)
        bytes += Array("!x!b!y!c".utf8)
        let pattern = try Pattern(text)
        let budget = MatchBudget(milliseconds: 20)
        #expect(bytes.withUnsafeBufferPointer { pattern.matches($0, budget) } == nil)
        // The clock is only read every so many steps, and the longest step covers the whole body.
        #expect(budget.nanoseconds > -100_000_000)
    }

    @Test func `all expressions of one response share one budget`() throws {
        let bytes = [UInt8](repeating: UInt8(ascii: "a"), count: 100_000) + Array("!b".utf8)
        let budget = MatchBudget(milliseconds: 20)
        let pattern = try Pattern("(a+)+b")
        #expect(bytes.withUnsafeBufferPointer { pattern.matches($0, budget) } == nil)
        let simple = try Pattern("!b")
        #expect(bytes.withUnsafeBufferPointer { simple.matches($0, budget) } == nil)
    }

    @Test func `an expression that takes too long is a runner fault, unless another assertion failed`()
        async throws
    {
        let server = try await HTTPTestServer { _ in .init(200, body: String(repeating: "a", count: 200_000) + "!b") }
        let bench = try await ProbeFixture()
        let target = "http://127.0.0.1:\(server.port)/"
        let slow: JSONValue = ["source": "body", "operator": "matches", "value": "(a+)+b"]
        let fault = await #expect(throws: RunnerFault.self) {
            try await bench.observe(http: target, port: server.port, ["assertions": [slow]])
        }
        #expect(fault?.description == "the regular expression \"(a+)+b\" takes too long on the body of 127.0.0.1:\(server.port)")
        let wrong: JSONValue = ["source": "status", "operator": "equals", "value": 201]
        let seen = try await bench.observe(http: target, port: server.port, ["assertions": [slow, wrong]])
        #expect(seen.outcome == .down && seen.reason == .assertion)
    }
}
