extension Unicode.Scalar {
    /// A control character, or a Unicode line or paragraph separator.
    var endsLine: Bool { self.properties.generalCategory == .control || self.value == 0x2028 || self.value == 0x2029 }

    /// Invisible, but affects its neighbours: two names that look the same may differ by it, and one may read backwards.
    fileprivate var isInvisible: Bool {
        self.properties.generalCategory == .format && self.properties.isDefaultIgnorableCodePoint
    }

    /// ZWNJ and ZWJ, which scripts such as Persian and multi-person emoji need.
    fileprivate var isJoiner: Bool { self.value == 0x200C || self.value == 0x200D }
}

extension String {
    /// Whether there are invisible scalars, except joiners between two non-ASCII scalars.
    var hasInvisibleScalars: Bool {
        var previous: Unicode.Scalar = " "
        // A joiner is valid only if its right neighbour is too, which is not known yet.
        var awaitsNeighbour = false
        for scalar in self.unicodeScalars {
            if scalar.isJoiner {
                guard !previous.isASCII, !awaitsNeighbour else { return true }
                awaitsNeighbour = true
            } else {
                guard !scalar.isInvisible, !awaitsNeighbour || !scalar.isASCII else { return true }
                awaitsNeighbour = false
            }
            previous = scalar
        }
        return awaitsNeighbour
    }
}
