import HawkCore
import HawkTestSupport
import Testing

@testable import HawkAPI

struct PingFuzzTests {
    private static let uuid = "5f0c1c4e-2b1f-4f0e-9d53-1c5e8a7b6c4d"

    /// 200,000 texts in place of a UUID, a signal or a run id in a URL. Half of them are random bytes.
    @Test func `200,000 texts are a UUID, a signal or a run id, or refused`() throws {
        var random = SeededGenerator(seed: 11)
        var known = 0
        for _ in 0..<200_000 {
            let text = Self.text(&random)
            let key = PingKey(text)
            let run = try? QueryParameters("rid=\(text)").value("rid", as: RunID.self, expected: "a UUID")
            if let key { #expect(key.revealed == text.lowercased() && text.utf8.count == 36, "\(text)") }
            if let run { #expect(PingKey(run.rawValue)?.revealed == run.rawValue, "\(text)") }
            guard let (kind, status) = try? PingRoutes.signal(text) else { continue }
            #expect(status.map { (0...255).contains($0) && (kind == .fail) == ($0 > 0) } ?? (kind.rawValue == text), "\(text)")
            known += 1
        }
        #expect(known > 5_000)
    }

    private static func text(_ random: inout SeededGenerator) -> String {
        guard Bool.random(using: &random) else {
            let count = Int.random(in: 0...40, using: &random)
            return String(decoding: (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }, as: UTF8.self)
        }
        let forms = [Self.uuid, "start", "fail", "log", "0", "255", "1000"]
        let changes = Int.random(in: 0...2, using: &random)
        return Self.mutation(of: forms[Int.random(in: 0..<forms.count, using: &random)], from: 0, changes, 0...255, &random)
    }

    /// - Parameter first: the mutation keeps everything before it.
    private static func mutation(
        of text: String, from first: Int, _ changes: Int, _ alphabet: ClosedRange<UInt8>, _ random: inout SeededGenerator
    ) -> String {
        var bytes = Array(text.utf8)
        for _ in 0..<changes where bytes.count > first {
            let position = Int.random(in: first..<bytes.count, using: &random)
            let byte = UInt8.random(in: alphabet, using: &random)
            switch Int.random(in: 0..<3, using: &random) {
            case 0: bytes[position] = byte
            case 1: bytes.remove(at: position)
            default: bytes.insert(byte, at: position)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
