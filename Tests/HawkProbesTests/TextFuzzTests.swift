import HawkCore
import HawkNet
import HawkTestSupport
import Testing

@testable import HawkProbes

/// Parsers of what users and servers write, with a seed: whatever comes, they end, and keep their promises.
@Suite struct TextFuzzTests {
    @Test func `100,000 random texts with escapes are read or refused`() {
        var random = SeededGenerator(seed: 5)
        let alphabet = Array(#"\\\xrnt0aF9é "#)
        var read = 0
        for _ in 0..<100_000 {
            let text = String((0..<Int.random(in: 0...24, using: &random)).map { _ in alphabet.randomElement(using: &random)! })
            guard let bytes = try? EscapedText(parsing: text).bytes else { continue }
            read += 1
            #expect(bytes.count <= text.utf8.count)
            if !text.contains("\\") { #expect(bytes == Array(text.utf8)) }
        }
        #expect(read > 1_000)
    }

    @Test func `100,000 random targets with ports are refused, or stay the same once written canonically`() throws {
        var random = SeededGenerator(seed: 6)
        let alphabet = Array("aZ09-._:[]%/@\u{0}é ") + [":", ":", "1", "2"]
        var read = 0
        for _ in 0..<100_000 {
            let host = (0..<Int.random(in: 0...8, using: &random)).map { _ in alphabet.randomElement(using: &random)! }
            let text = String(host) + (Bool.random(using: &random) ? ":\(Int.random(in: -9...70_000, using: &random))" : "")
            guard let target = try? HostAndPort(parsing: text) else { continue }
            read += 1
            #expect(try HostAndPort(parsing: target.canonical) == target)
            #expect(HostName(target.host) != nil || IPAddress(target.host) != nil)
        }
        #expect(read > 1_000)
    }

    @Test(arguments: [StartTLS.smtp, .imap, .pop3])
    func `100,000 random replies before TLS in each protocol lead to a step or a failure`(_ protocol: StartTLS) throws {
        var random = SeededGenerator(seed: 7)
        let honest: [StartTLS: [String]] = [
            .smtp: ["220 x\r\n", "250 STARTTLS\r\n", "220 go\r\n"],
            .imap: ["* OK x\r\n", "* CAPABILITY STARTTLS\r\nA OK\r\n", "B OK\r\n"],
            .pop3: ["+OK\r\n", "+OK\r\nSTLS\r\n.\r\n", "+OK\r\n"],
        ]
        let words = [
            "220", "250", "220-", "454 ", " ", "-", "\r", "\n", "\r\n", "* OK", "A OK", "* BYE", "+OK", "-ERR", "STLS", ".", "\0",
            "é", "\u{FF}",
        ]
        var begun = 0
        for _ in 0..<100_000 {
            let dialogue = try #require(`protocol`.dialogue(with: "x:1", as: "[::1]"))
            var conversation = StartTLSConversation(dialogue, with: "x:1")
            do {
                for reply in honest[`protocol`] ?? [] {
                    var bytes = Array(reply.utf8)
                    for _ in 0..<Int.random(in: 0...2, using: &random) {
                        let place = Int.random(in: 0...bytes.count, using: &random)
                        bytes.insert(contentsOf: words.randomElement(using: &random)!.utf8, at: place)
                    }
                    if try conversation.receive(bytes) == .begin { begun += 1 }
                }
            } catch {
                #expect(error.message.hasPrefix("x:1 ") && !error.message.unicodeScalars.contains { $0.value < 32 })
            }
        }
        #expect(begun > 1_000)
    }
}
