/// Operations on text of any origin and length. Each takes time linear in its bytes.
///
/// Characters (grapheme clusters) are not used. Their number says nothing about the size of a text. Comparing two sorts their
/// combining marks, and each step backwards examines a whole run of regional indicators.
extension StringProtocol {
    /// Returns whether both have the same bytes.
    package func hasSameBytes(as other: some StringProtocol) -> Bool {
        guard self.utf8.count == other.utf8.count else { return false }
        let isEqual = self.utf8.withContiguousStorageIfAvailable { left in
            other.utf8.withContiguousStorageIfAvailable { right in left.elementsEqual(right) }
        }
        return (isEqual ?? nil) ?? self.utf8.elementsEqual(other.utf8)
    }
}

extension String {
    /// The maximum number of consecutive combining marks in our text: the Stream-Safe Text Format (UAX #15, section 13). No
    /// language comes near its limit.
    package static let maxMarksInRow = 30

    /// Whether at most 30 combining marks follow each other. Such text is compared and hashed in linear time.
    package var isStreamSafe: Bool {
        // The first combining mark is U+0300, written CC 80.
        guard self.utf8.contains(where: { $0 >= 0xCC }) else { return true }
        var marks = 0
        for scalar in self.unicodeScalars {
            marks = scalar.isCombiningMark ? marks + 1 : 0
            if marks > Self.maxMarksInRow { return false }
        }
        return true
    }

    /// Returns the longest prefix of at most `limit` bytes that ends between two scalars.
    package func cut(toBytes limit: Int) -> String {
        guard self.utf8.count > limit else { return self }
        var end = self.utf8.index(self.utf8.startIndex, offsetBy: limit)
        while end.samePosition(in: self.unicodeScalars) == nil { end = self.utf8.index(before: end) }
        return String(self[..<end])
    }

    /// Returns the first scalars, followed by an ellipsis if there are more.
    package func shortened(toScalars limit: Int) -> String {
        let scalars = self.unicodeScalars
        guard let end = scalars.index(scalars.startIndex, offsetBy: limit, limitedBy: scalars.endIndex), end < scalars.endIndex
        else { return self }
        return "\(self[..<end])…"
    }

    /// The text without surrounding white space.
    package var trimmed: String {
        let scalars = self.unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(scalars[first...last])
    }
}

extension Unicode.Scalar {
    /// Whether comparing text sorts this scalar among its neighbours. Three have no class of their own but stand for two with
    /// one.
    fileprivate var isCombiningMark: Bool {
        guard self.value >= 0x300 else { return false }
        return self.properties.canonicalCombiningClass != .notReordered || [0xF73, 0xF75, 0xF81].contains(self.value)
    }
}
