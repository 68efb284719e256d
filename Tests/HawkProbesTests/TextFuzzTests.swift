import HawkCore
import HawkNet
import HawkTestSupport
import Testing

@testable import HawkProbes

/// Parsers of text from users and servers, with a seed: they always end and keep their guarantees.
@Suite(.serialized) struct TextFuzzTests {
    @Test func `100,000 random texts with escapes are parsed or refused`() async {
        let alphabet = Array(#"\\\xrnt0aF9é "#)
        let (read, broken) = await Self.count(seed: 5) { random in
            let text = Self.text(of: alphabet, upTo: 24, &random)
            guard let bytes = try? EscapedText(parsing: text).bytes else { return nil }
            return bytes.count <= text.utf8.count && (text.contains("\\") || bytes == Array(text.utf8))
        }
        #expect(read > 1_000 && broken == 0)
    }

    @Test func `100,000 random targets with ports are refused, or have a stable canonical form`() async {
        let alphabet = Array("aZ09-._:[]%/@\u{0}é ") + [":", ":", "1", "2"]
        let (read, broken) = await Self.count(seed: 6) { random in
            let port = Bool.random(using: &random) ? ":\(Int.random(in: -9...70_000, using: &random))" : ""
            guard let target = try? HostAndPort(parsing: Self.text(of: alphabet, upTo: 8, &random) + port) else { return nil }
            let isHost = HostName(target.host) != nil || IPAddress(target.host) != nil
            return isHost && (try? HostAndPort(parsing: target.canonical)) == target
        }
        #expect(read > 1_000 && broken == 0)
    }

    @Test(arguments: [StartTLS.smtp, .imap, .pop3])
    func `100,000 random replies before TLS in each protocol lead to a step or a failure`(_ language: StartTLS) async {
        let honest: [StartTLS: [String]] = [
            .smtp: ["220 x\r\n", "250 STARTTLS\r\n", "220 go\r\n"],
            .imap: ["* OK x\r\n", "* CAPABILITY STARTTLS\r\nA OK\r\n", "B OK\r\n"],
            .pop3: ["+OK x\r\n", "+OK\r\nSTLS\r\n.\r\n", "+OK\r\n"],
        ]
        let words = [
            "220", "250", "220-", "454 ", " ", "-", "\r", "\n", "\r\n", "* OK", "A OK", "* BYE", "+OK", "-ERR", "STLS", ".", "\0",
            "é", "\u{FF}",
        ].map { Array($0.utf8) }
        let replies = (honest[language] ?? []).map { Array($0.utf8) }
        let (begun, broken) = await Self.count(seed: 7) { random in
            guard let dialogue = language.dialogue(with: "x:1", as: "[::1]") else { return false }
            var conversation = StartTLSConversation(dialogue, with: "x:1")
            do {
                var step = StartTLSStep.wait
                for var reply in replies {
                    for _ in 0..<Int.random(in: 0...2, using: &random) {
                        let place = Int.random(in: 0...reply.count, using: &random)
                        reply.insert(contentsOf: words[Int.random(in: 0..<words.count, using: &random)], at: place)
                    }
                    step = try conversation.receive(reply)
                }
                return step == .begin ? true : nil
            } catch {
                let message = (error as? TargetFailure)?.message ?? ""
                let isClean = message.hasPrefix("x:1 ") && !message.unicodeScalars.contains { $0.value < 32 }
                return isClean ? nil : false
            }
        }
        #expect(begun > 1_000 && broken == 0)
    }

    /// - Parameter attempt: nil if the input was refused, otherwise whether a guarantee was kept.
    /// - Returns: how many were kept, and how many broken.
    private static func count(
        seed: UInt64, _ attempt: (inout SeededGenerator) -> Bool?
    ) async -> (kept: Int, broken: Int) {
        var random = SeededGenerator(seed: seed)
        var (kept, broken) = (0, 0)
        for round in 0..<100_000 {
            // Other tests with deadlines run beside it.
            if round % 64 == 0 { await Task.yield() }
            switch attempt(&random) {
            case true?: kept += 1
            case false?: broken += 1
            case nil: break
            }
        }
        return (kept, broken)
    }

    private static func text(of alphabet: [Character], upTo length: Int, _ random: inout SeededGenerator) -> String {
        String((0..<Int.random(in: 0...length, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? " " })
    }
}
