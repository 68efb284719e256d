import NIOCore
import Testing

@testable import HawkAPI

@Suite struct ConnectionPaceTests {
    private func at(_ seconds: Int64) -> NIODeadline { .uptimeNanoseconds(0) + .seconds(seconds) }

    private func opened() -> ConnectionPace { ConnectionPace(openedAt: self.at(0)) }

    @Test func `a first head must be complete within ten seconds, however slowly it arrives`() {
        var pace = self.opened()
        for second in 1...9 as ClosedRange<Int64> {
            pace.read(bytes: 1, at: self.at(second))
            #expect(pace.check(at: self.at(second), pending: 0) == .checkAgain(self.at(10)))
        }
        #expect(pace.check(at: self.at(10), pending: 0) == .close(.slowHead))
    }

    @Test func `a later head has ten seconds from its first byte, and an idle client a minute`() {
        var pace = self.opened()
        pace.readHead(at: self.at(1))
        pace.readEnd(at: self.at(1))
        pace.answered(at: self.at(2))
        #expect(pace.check(at: self.at(3), pending: 0) == .checkAgain(self.at(62)))
        var trickling = pace
        trickling.read(bytes: 1, at: self.at(50))
        #expect(trickling.check(at: self.at(50), pending: 0) == .checkAgain(self.at(60)))
        #expect(trickling.check(at: self.at(60), pending: 0) == .close(.slowHead))
        #expect(pace.check(at: self.at(62), pending: 0) == .close(.idle))
    }

    @Test func `each byte extends the time of a body, up to five minutes`() {
        var pace = self.opened()
        pace.readHead(at: self.at(0))
        #expect(pace.check(at: self.at(29), pending: 0) == .checkAgain(self.at(30)))
        pace.read(bytes: 5_000, at: self.at(29))
        #expect(pace.check(at: self.at(30), pending: 0) == .checkAgain(self.at(40)))
        #expect(pace.check(at: self.at(40), pending: 0) == .close(.slowBody))
        pace.read(bytes: 100_000_000, at: self.at(40))
        #expect(pace.check(at: self.at(299), pending: 0) == .checkAgain(self.at(300)))
        #expect(pace.check(at: self.at(300), pending: 0) == .close(.slowBody))
    }

    @Test func `a body is still limited after its response`() {
        var pace = self.opened()
        pace.readHead(at: self.at(0))
        pace.answered(at: self.at(1))
        #expect(pace.check(at: self.at(30), pending: 0) == .close(.slowBody))
    }

    @Test func `a body that continues after its response is cut off after a mebibyte`() {
        var pace = self.opened()
        pace.readHead(at: self.at(0))
        let before = pace.read(bytes: 100_000_000, at: self.at(1))
        pace.answered(at: self.at(1))
        let within = pace.read(bytes: 1_024 * 1_024, at: self.at(2))
        let beyond = pace.read(bytes: 1, at: self.at(3))
        #expect(before == nil && within == nil && beyond == .endlessBody)
        // The body of the next request counts separately.
        pace.readEnd(at: self.at(4))
        pace.readHead(at: self.at(4))
        let next = pace.read(bytes: 2_000_000, at: self.at(5))
        #expect(next == nil)
    }

    @Test func `a handler has no time limit`() {
        var pace = self.opened()
        pace.readHead(at: self.at(0))
        pace.readEnd(at: self.at(0))
        #expect(pace.check(at: self.at(3_600), pending: 0) == .checkAgain(self.at(3_630)))
    }

    @Test func `a response that is not read is cut off, one that is read slowly is not`() {
        for (rate, isSlow) in [(499, true), (500, false)] {
            var pace = self.opened()
            pace.readHead(at: self.at(0))
            pace.readEnd(at: self.at(0))
            pace.wrote(bytes: 1_000_000)
            #expect(pace.check(at: self.at(5), pending: 1_000_000) == .checkAgain(self.at(35)))
            let verdict = pace.check(at: self.at(35), pending: 1_000_000 - 30 * rate)
            #expect((verdict == .close(.slowReader)) == isSlow)
        }
    }

    @Test func `the time between requests begins when the response is read`() {
        var pace = self.opened()
        pace.readHead(at: self.at(0))
        pace.readEnd(at: self.at(0))
        pace.wrote(bytes: 1_000_000)
        pace.answered(at: self.at(0))
        for second in stride(from: Int64(5), to: 100, by: 5) {
            let left = 1_000_000 - Int(second) * 1_000
            #expect(pace.check(at: self.at(second), pending: left) == .checkAgain(self.at(second + 30)))
        }
        #expect(pace.check(at: self.at(100), pending: 0) == .checkAgain(self.at(155)))
    }
}
