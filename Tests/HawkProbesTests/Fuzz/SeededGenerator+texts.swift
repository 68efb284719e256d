import Glibc
import HawkTestSupport

extension SeededGenerator {
    mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &self) }

    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[self.below(elements.count)] }

    /// Returns `count` random pieces, joined.
    mutating func text(_ count: Int, of pieces: [String]) -> String { (0..<count).map { _ in self.pick(pieces) }.joined() }

    /// Returns the bytes with a few changed, inserted or removed.
    mutating func damaged(_ bytes: [UInt8], most: Int, with alphabet: [UInt8]? = nil) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<self.below(most + 1) {
            let byte = alphabet.map { self.pick($0) } ?? UInt8(self.below(256))
            let place = self.below(bytes.count + 1)
            switch self.below(3) {
            case 0: bytes.insert(byte, at: place)
            case 1 where place < bytes.count: bytes[place] = byte
            default: if place < bytes.count { bytes.remove(at: place) }
            }
        }
        return bytes
    }
}

/// Returns the processor time that this thread needs for `work`, as the least of three runs, so that other load matters little.
func processorTime(_ work: () throws -> Void) rethrows -> Double {
    var least = Double.infinity
    for _ in 0..<3 {
        let start = threadTime()
        try work()
        least = min(least, threadTime() - start)
    }
    return least
}

private func threadTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
