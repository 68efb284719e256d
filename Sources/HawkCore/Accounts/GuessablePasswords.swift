/// Recognizes passwords that attackers guess first, such as `Password2024!`, `1q2w3e4r5t` or `qwertyqwerty`.
///
/// Divides a password into as few pieces as possible. A piece is a common word, a walk over the keyboard or the alphabet, a year,
/// a repetition, or a single character. A password of few pieces is easy to guess, regardless of its length.
package struct GuessablePasswords: Sendable {
    private static let minPieces = 6
    /// The rest of a longer password is ignored: this many characters with enough pieces are sufficient.
    private static let evaluatedLength = 64

    private let words: Set<[UInt32]>
    private let maxWordLength: Int

    /// - Parameter names: further words that an attacker knows, such as the parts of the account's address.
    package init(names: [String] = []) {
        let own = names.map { $0.lowercased() }.filter { $0.count >= 3 }.map(Self.scalars)
        self.words = Self.common.union(own)
        self.maxWordLength = own.map(\.count).reduce(Self.maxCommonLength, max)
    }

    package func contains(_ password: String) -> Bool {
        let scalars = Self.scalars(password.lowercased())
        return [scalars, Self.unleet(scalars, one: "i"), Self.unleet(scalars, one: "l")].contains {
            self.pieces(of: $0) < Self.minPieces
        }
    }

    private func pieces(of scalars: [UInt32]) -> Int {
        var fewest = Array(0...scalars.count)
        for end in 1..<(scalars.count + 1) {
            fewest[end] = fewest[end - 1] + 1
            for start in stride(from: end - 3, through: 0, by: -1) where fewest[start] + 1 < fewest[end] {
                if self.isPiece(scalars[start..<end]) { fewest[end] = fewest[start] + 1 }
            }
            for period in 1..<max(2, end) {
                var start = end
                while start > period, scalars[start - 1] == scalars[start - 1 - period] { start -= 1 }
                if start < end { fewest[end] = min(fewest[end], fewest[start] + 1) }
            }
        }
        return fewest[scalars.count]
    }

    private func isPiece(_ part: ArraySlice<UInt32>) -> Bool {
        if part.count <= self.maxWordLength, self.words.contains(Array(part)) { return true }
        return Self.isWalk(Array(part)) || Self.isInterleaved(Array(part)) || Self.isYear(Array(part))
    }

    private static func isYear(_ part: [UInt32]) -> Bool {
        part.count == 4 && (part.starts(with: scalars("19")) || part.starts(with: scalars("20")))
            && part.allSatisfy { (48...57).contains($0) }
    }

    /// Returns whether the part runs along a row of keys, the alphabet or the digits, in either direction.
    private static func isWalk(_ part: [UInt32]) -> Bool {
        guard part.count <= 26 else { return false }
        return self.walks.contains { walk in
            guard let first = walk.firstIndex(of: part[0]), walk.count - first >= part.count else { return false }
            return walk[first..<(first + part.count)].elementsEqual(part)
        }
    }

    /// Returns whether the even and the odd characters each run along a walk or stay the same: `1q2w3e`, `a1a2a3`.
    private static func isInterleaved(_ part: [UInt32]) -> Bool {
        guard part.count >= 6 else { return false }
        return [0, 1].allSatisfy { offset in
            let half = stride(from: offset, to: part.count, by: 2).map { part[$0] }
            return Set(half).count == 1 || self.isWalk(half)
        }
    }

    private static func scalars(_ text: String) -> [UInt32] { text.unicodeScalars.prefix(self.evaluatedLength).map(\.value) }

    /// Returns the text with digits and signs replaced by the letters for which they often stand.
    private static func unleet(_ text: [UInt32], one: Unicode.Scalar) -> [UInt32] {
        let letters: [Unicode.Scalar: Unicode.Scalar] = [
            "0": "o", "1": one, "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i",
        ]
        return text.map { value in Unicode.Scalar(value).flatMap { letters[$0]?.value } ?? value }
    }

    private static let walks: [[UInt32]] = [
        "abcdefghijklmnopqrstuvwxyz", "12345678901234567890", "13579", "24680", "02468", "qwertyuiop", "asdfghjkl", "zxcvbnm",
        "qwertzuiop",
        "azertyuiop", "yxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "qazwsxedcrfvtgbyhnujmikolp",
        "zaq1xsw2cde3vfr4bgt5nhy6mju7",
        "zaqxswcdevfrbgtnhymju", "147258369", "159357", "asdfghjklqwertyuiop", "qweasdzxc", "!@#$%^&*()",
    ].flatMap { [scalars($0), scalars($0).reversed()] }

    private static let maxCommonLength = common.map(\.count).max() ?? 0
    private static let common = Set(commonWords.split { $0 == " " || $0 == "\n" }.map { scalars(String($0)) })
}
