import HawkCore
import HawkTestSupport
import NIOCore
import Testing

@testable import HawkProbes

@Suite struct DNSMessageTests {
    @Test func `a compressed message is parsed, RFC 1035 section 4.1.4`() throws {
        // An MX record of the question's name. Its exchange is "mail" before a pointer to that name.
        var bytes: [UInt8] = [0, 1, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0]
        bytes += [4] + Array("Shop".utf8) + [4] + Array("test".utf8) + [0, 0, 15, 0, 1]
        bytes += [0xC0, 12, 0, 15, 0, 1, 0, 0, 1, 0, 0, 9, 0, 10, 4] + Array("mail".utf8) + [0xC0, 12]
        let message = try DNSMessage(bytes)
        let record = try #require(message.records(.mx, of: "shop.test").first)
        #expect(record.ttl == 256)
        #expect(try message.text(of: record, .mx) == "10 mail.shop.test")
    }

    @Test(arguments: [3, 5]) func `a value with the wrong length for its type is refused`(_ length: UInt8) throws {
        var bytes: [UInt8] = [0, 1, 0x81, 0x80, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0x61, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0, length]
        bytes += [UInt8](repeating: 7, count: Int(length))
        let message = try DNSMessage(bytes)
        let record = try #require(message.records(.a, of: "a").first)
        #expect(throws: MalformedDNSMessage.self) { try message.text(of: record, .a) }
    }

    @Test(
        arguments: [
            ([0], "."), ([1, 0x2E, 0], "\\."), ([2, 0x5C, 0x00, 0], "\\\\\\000"), ([1, 0x41, 1, 0xE4, 0], "a.\\228"),
        ] as [([UInt8], String)])
    func `unusual characters in names are escaped`(_ bytes: [UInt8], _ text: String) throws {
        var reader = DNSReader(bytes)
        #expect(try reader.name() == text)
        #expect(reader.isAtEnd)
    }

    @Test func `texts are joined before they are decoded, and control characters are escaped`() throws {
        var reader = DNSReader([2, 0x61, 0xC3, 3, 0xA4, 0x0A, 0x00])
        #expect(try reader.strings() == "aä\\010\\000")
    }

    @Test(arguments: [
        ("10.0.*", "10.0.1.2", true), ("*", "", true), ("*a*", "bab", true), ("a*a", "a", false), ("a*b*c", "a-b-b-c", true),
        ("a*b*c", "a-c-b", false), ("abc", "abcd", false), ("*bc", "abc", true), ("ab*", "ba", false), ("**", "x", true),
    ])
    func `an asterisk matches any characters`(_ pattern: String, _ value: String, _ fits: Bool) throws {
        #expect(try #require(DNSExpectation(pattern, of: .txt)).matches(value) == fits)
    }

    @Test(arguments: [
        (DNSRecordType.a, "192.0.2.7", "192.0.2.7"), (.aaaa, "2001:DB8:0::7", "2001:db8::7"),
        (.cname, "WWW.Example.", "www.example"),
        (.ns, ".", "."), (.mx, "010   Mail.Example.", "10 mail.example"), (.mx, "0 .", "0 ."), (.srv, "1 2 3 A.b.", "1 2 3 a.b"),
        (.caa, "0 ISSUE letsencrypt.org", "0 issue \"letsencrypt.org\""),
        (.caa, "0 iodef \"mailto:A@b\"", "0 iodef \"mailto:A@b\""),
        (.soa, "A. b. * 1 2 3 4", "a b * 1 2 3 4"), (.txt, "\"a b\" \"C\"", "a bC"),
    ])
    func `an expected value has one canonical form`(_ type: DNSRecordType, _ text: String, _ canonical: String) {
        #expect(DNSExpectation(text, of: type)?.text == canonical)
    }

    @Test func `each type's example is a valid value`() {
        for type in DNSRecordType.allCases { #expect(DNSExpectation(type.example, of: type) != nil, "\(type)") }
    }

    @Test func `250,000 random and damaged messages do no harm`() {
        var random = Dice(seed: 5)
        let samples = Self.samples
        var read = 0
        for round in 0..<250_000 {
            var bytes: [UInt8]
            if round % 8 == 0 {
                bytes = (0..<random.roll(200)).map { _ in UInt8(random.roll(256)) }
                if bytes.count > 4 { bytes[2] |= 0x80 }
            } else {
                bytes = samples[random.roll(samples.count)]
                for _ in 0..<random.roll(4) { random.spoil(&bytes) }
            }
            guard let message = try? DNSMessage(bytes) else { continue }
            read += 1
            precondition(message.answers.count <= 1_024)
            for record in message.answers {
                precondition(record.owner.utf8.count <= 4 * 255)
                let type = DNSRecordType(number: record.type) ?? DNSRecordType.allCases[random.roll(10)]
                guard let text = try? message.text(of: record, type) else { continue }
                precondition(text.utf8.count <= 4 * bytes.count * 3 + 4 * 255 && !text.utf8.contains { $0 < 0x20 })
            }
        }
        // Both results are frequent enough.
        #expect(read > 20_000 && read < 240_000)
    }

    /// A response of each type, with names that point to each other.
    private static let samples: [[UInt8]] = {
        var query = ByteBuffer(bytes: [0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0])
        query.writeBytes(DNSQuestion.connection("shop.zone.test") + [0, 1, 0, 1])
        guard let question = DNSQuestion(query) else { return [] }
        let pointer: [UInt8] = [3] + Array("sub".utf8) + [0xC0, 17]
        let values: [(UInt16, [UInt8])] = [
            (1, [192, 0, 2, 7]), (28, Array(0..<16)), (5, pointer), (2, pointer), (12, pointer), (15, [0, 10] + pointer),
            (16, [5] + Array("hello".utf8) + [2, 0xC3, 0xA4]), (33, [0, 1, 0, 2, 0, 3] + pointer),
            (6, pointer + pointer + Array(0..<20)), (257, [0, 5] + Array("issueca.test".utf8)),
        ]
        return values.map { type, data in
            let records = [
                DNSTestServer.Record.alias(to: "www.zone.test"), .init(type, data), .init(type, data, owner: "www.zone.test"),
            ]
            return [UInt8](buffer: question.message(records, extended: (1, [0, 15, 0, 6, 0, 6] + Array("oops".utf8))))
        }
    }()
}

/// A repeatable random generator.
private struct Dice {
    private var state: UInt64

    init(seed: UInt64) { self.state = seed }

    /// Returns a number from 0 below `sides`.
    mutating func roll(_ sides: Int) -> Int {
        self.state &+= 1
        return Int(splitMix64(self.state) % UInt64(max(sides, 1)))
    }

    mutating func spoil(_ bytes: inout [UInt8]) {
        guard !bytes.isEmpty else { return }
        let position = self.roll(bytes.count)
        switch self.roll(5) {
        case 0: bytes[position] = UInt8(self.roll(256))
        case 1: bytes[position] ^= 1 << UInt8(self.roll(8))
        case 2: bytes.removeLast(bytes.count - position)
        case 3: bytes.insert(UInt8(self.roll(256)), at: position)
        default: if position + 1 < bytes.count { (bytes[position], bytes[position + 1]) = (0xC0, UInt8(self.roll(bytes.count))) }
        }
    }
}
