import HawkCore
import Testing

@Suite struct DigitsTests {
    @Test func `a number is padded with zeros and never cut`() {
        #expect([0, 7, 42, 123].map { $0.padded(to: 2) } == ["00", "07", "42", "123"])
    }

    @Test func `each byte has two hexadecimal digits`() {
        #expect(([0x00, 0x0A, 0x7F, 0xFF] as [UInt8]).hex() == "000a7fff")
        #expect(([0x0A, 0xC3] as [UInt8]).hex(uppercase: true) == "0AC3")
        #expect(UInt8(0xBE).hexDigits() == Array("be".utf8))
    }
}
