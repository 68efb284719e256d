import HawkCore
import HawkNet
import Testing

@testable import HawkProbes

@Suite struct EchoPacketTests {
    private static let families = [IPAddress.Family.v4, .v6]
    private static let token = EchoToken(nonce: 0x0102_0304_0506_0708, loop: 1, slot: 0x2_0003)

    @Test(arguments: families) func `a request conforms to RFC 792 and RFC 4443`(_ family: IPAddress.Family) {
        let packet = Self.request(family, payload: 56)
        #expect(packet.count == 64)
        #expect(packet[0] == (family == .v4 ? 8 : 128) && packet[1] == 0)
        #expect(packet[4...7] == [0x12, 0x34, 0x00, 0x03])
        #expect(packet[24...].allSatisfy { $0 == EchoPacket.filler })
        // The sum over a message that includes its checksum is all ones.
        var sum = stride(from: 0, to: packet.count, by: 2).reduce(UInt32(0)) {
            $0 + UInt32(packet[$1]) << 8 + UInt32(packet[$1 + 1])
        }
        while sum >> 16 != 0 { sum = sum & 0xFFFF + sum >> 16 }
        #expect(sum == 0xFFFF)
    }

    @Test(arguments: [16, 17, 1_471]) func `an odd size has a valid checksum too`(_ payload: Int) {
        let packet = Self.request(.v4, payload: payload) + (payload % 2 == 1 ? [0] : [])
        var sum = stride(from: 0, to: packet.count, by: 2).reduce(UInt32(0)) {
            $0 + UInt32(packet[$1]) << 8 + UInt32(packet[$1 + 1])
        }
        while sum >> 16 != 0 { sum = sum & 0xFFFF + sum >> 16 }
        #expect(sum == 0xFFFF)
    }

    @Test(arguments: families) func `a reply returns its token, behind any header`(_ family: IPAddress.Family) {
        var reply = Self.request(family, payload: 16)
        reply[0] = family == .v4 ? 0 : 129
        #expect(Self.token(ofReply: reply, family) == Self.token)
        #expect(Self.token(ofReply: Array(reply.dropLast()), family) == nil)
        for words in 5...15 {
            let header = [UInt8(0x40 + words)] + [UInt8](repeating: 1, count: words * 4 - 1)
            #expect(Self.token(ofReply: header + reply, family, hasIPHeader: true) == Self.token)
        }
    }

    @Test func `a header with a wrong length is invalid`() {
        var reply = Self.request(.v4, payload: 16)
        reply[0] = 0
        for words in 0..<5 {
            let header = [UInt8(0x40 + words)] + [UInt8](repeating: 0, count: 19)
            #expect(Self.token(ofReply: header + reply, .v4, hasIPHeader: true) == nil)
        }
        let tooLong: [UInt8] = [0x4F] + [UInt8](repeating: 0, count: 19)
        #expect(Self.token(ofReply: tooLong + reply, .v4, hasIPHeader: true) == nil)
        #expect(Self.token(ofReply: tooLong, .v4, hasIPHeader: true) == nil)
        #expect(Self.token(ofReply: [], .v4, hasIPHeader: true) == nil)
    }

    @Test(arguments: families) func `an error belongs to the request that it quotes`(_ family: IPAddress.Family) {
        let request = Self.request(family, payload: 16)
        #expect(Self.token(ofQuoted: request, family) == Self.token)
        #expect(Self.token(ofQuoted: Array(request.prefix(8)), family) == nil)
        #expect(Self.token(ofQuoted: [1] + request.dropFirst(), family) == nil)
    }

    @Test func `200,000 mutated packets crash no parser, and a token is only read from a complete packet`() async {
        var random = SplitMix(seed: 0x1C3)
        var found = 0
        for iteration in 0..<200_000 {
            if iteration % 1_000 == 0 { await Task.yield() }
            let family = Self.families[iteration & 1]
            let isReply = iteration & 2 == 0
            let hasIPHeader = iteration & 4 == 0 && family == .v4
            var packet = Self.request(family, payload: 16 + Int(random.next() % 48))
            if isReply { packet[0] = family == .v4 ? 0 : 129 }
            if hasIPHeader { packet = [UInt8(0x40 + random.next() % 16)] + [UInt8](repeating: 0, count: 19) + packet }
            for _ in 0..<random.next() % 4 {
                packet[Int(random.next() % UInt64(packet.count))] = UInt8(truncatingIfNeeded: random.next())
            }
            packet = Array(packet.prefix(Int(random.next() % UInt64(packet.count * 2))))
            let token =
                isReply ? Self.token(ofReply: packet, family, hasIPHeader: hasIPHeader) : Self.token(ofQuoted: packet, family)
            if token != nil { found += 1 }
            let least = (isReply && hasIPHeader ? 20 : 0) + EchoPacket.headerSize + EchoToken.size
            if token != nil, packet.count < least { Issue.record("a token out of \(packet.count) bytes") }
        }
        // Enough of them are accepted for the test to be meaningful.
        #expect(found > 30_000)
    }

    @Test func `every type and code of an ICMP error has a kind`() {
        for type in UInt8.min...UInt8.max {
            for code in UInt8.min...UInt8.max {
                for family in Self.families { _ = EchoReport(type: type, code: code, family: family, by: nil) }
            }
        }
        #expect(EchoReport(type: 3, code: 1, family: .v4, by: nil).message(about: "db") == "db is unreachable: host unreachable")
        #expect(EchoReport(type: 1, code: 1, family: .v6, by: nil).kind == .prohibited)
        #expect(EchoReport(type: 1, code: 3, family: .v6, by: nil).kind == .host)
        #expect(EchoReport(type: 2, code: 0, family: .v6, by: nil).kind == .tooBig)
        #expect(EchoReport(type: 3, code: 0, family: .v6, by: nil).kind == .expired)
    }

    @Test func `nonces are not 0 and do not repeat`() {
        var nonces = Nonces()
        let drawn = (0..<10_000).map { _ in nonces.next() }
        #expect(Set(drawn).count == drawn.count && !drawn.contains(0))
    }

    private static func request(_ family: IPAddress.Family, payload: Int) -> [UInt8] {
        var packet = [UInt8](repeating: EchoPacket.filler, count: EchoPacket.headerSize + payload)
        packet.withUnsafeMutableBytes {
            EchoPacket.write(self.token, to: $0, family: family, identifier: 0x1234, summed: true)
        }
        return packet
    }

    private static func token(ofReply packet: [UInt8], _ family: IPAddress.Family, hasIPHeader: Bool = false) -> EchoToken? {
        packet.withUnsafeBytes { EchoPacket.token(ofReply: $0, family: family, hasIPHeader: hasIPHeader) }
    }

    private static func token(ofQuoted packet: [UInt8], _ family: IPAddress.Family) -> EchoToken? {
        packet.withUnsafeBytes { EchoPacket.token(ofQuotedRequest: $0, family: family) }
    }
}

/// A random generator with the same numbers in every run.
private struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { self.state = seed }

    mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        return splitMix64(self.state)
    }
}
