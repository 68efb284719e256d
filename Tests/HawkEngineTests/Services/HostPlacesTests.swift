import Synchronization
import Testing

@testable import HawkEngine

@Suite struct HostPlacesTests {
    /// Who got a place, in order.
    private final class Served: Sendable {
        private let names = Mutex<[Int]>([])

        var list: [Int] { self.names.withLock { $0 } }

        func note(_ name: Int) { self.names.withLock { $0.append(name) } }
    }

    @Test func `beyond ten each waits for the place of one before, in the order of their coming`() {
        let (places, served) = (HostPlaces(), Served())
        func take(_ number: Int, at host: String = "shop.test") -> Bool { places.take(host) { served.note(number) } }
        for number in 1...15 { #expect(take(number) == (number <= HostPlaces.limit)) }
        #expect(take(0, at: "other.test"))
        for _ in 0..<3 { places.giveBack("shop.test") }
        #expect(served.list == [11, 12, 13])
        #expect(!take(16))
        for _ in 0..<13 { places.giveBack("shop.test") }
        #expect(served.list == [11, 12, 13, 14, 15, 16])
        for _ in 0..<HostPlaces.limit { #expect(take(-1)) }
        #expect(!take(17))
    }

    @Test func `what has no host is not bounded`() {
        let places = HostPlaces()
        for _ in 0..<100 {
            let isFree = places.take("") {}
            #expect(isFree)
        }
        places.giveBack("")
    }
}
