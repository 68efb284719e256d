/// What may be done to text of any origin and length: everything here takes time linear in its bytes.
///
/// Characters (grapheme clusters) are not used: their number says nothing about the size of a text, comparing two sorts their
/// combining marks, and walking them backwards looks at a whole run of regional indicators for each.
extension StringProtocol {
    /// Whether both are written with the same bytes.
    package func hasSameBytes(as other: some StringProtocol) -> Bool {
        guard self.utf8.count == other.utf8.count else { return false }
        let isEqual = self.utf8.withContiguousStorageIfAvailable { left in
            other.utf8.withContiguousStorageIfAvailable { right in left.elementsEqual(right) }
        }
        return (isEqual ?? nil) ?? self.utf8.elementsEqual(other.utf8)
    }
}

extension String {
    /// The most combining marks in a row that text of ours may have: the Stream-Safe Text Format (UAX #15, section 13), whose limit no
    /// language comes near.
    package static let maxMarksInRow = 30

    /// Whether at most 30 combining marks follow each other. Text that is comes to be compared and hashed in linear time.
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

    /// The longest beginning of at most so many bytes that ends between two scalars.
    package func cut(toBytes limit: Int) -> String {
        guard self.utf8.count > limit else { return self }
        var end = self.utf8.index(self.utf8.startIndex, offsetBy: limit)
        while end.samePosition(in: self.unicodeScalars) == nil { end = self.utf8.index(before: end) }
        return String(self[..<end])
    }

    /// The first scalars, followed by an ellipsis where there are more.
    package func shortened(toScalars limit: Int) -> String {
        let scalars = self.unicodeScalars
        guard let end = scalars.index(scalars.startIndex, offsetBy: limit, limitedBy: scalars.endIndex), end < scalars.endIndex
        else { return self }
        return "\(self[..<end])…"
    }

    /// Without white space around it.
    package var trimmed: String {
        let scalars = self.unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(scalars[first...last])
    }
}

extension Unicode.Scalar {
    /// Whether it is sorted among its neighbours when text is compared. Three have no class of their own, but stand for two that do.
    fileprivate var isCombiningMark: Bool {
        guard self.value >= 0x300 else { return false }
        return self.properties.canonicalCombiningClass != .notReordered || [0xF73, 0xF75, 0xF81].contains(self.value)
    }
}
