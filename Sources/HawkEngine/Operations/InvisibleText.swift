extension Unicode.Scalar {
    /// A control character, or one of Unicode's own ends of lines and paragraphs.
    var endsLine: Bool { self.properties.generalCategory == .control || self.value == 0x2028 || self.value == 0x2029 }

    /// Shows nothing and changes how its neighbours show: two names that look alike may differ by it, and one may read backwards.
    fileprivate var isInvisible: Bool {
        self.properties.generalCategory == .format && self.properties.isDefaultIgnorableCodePoint
    }

    /// ZWNJ and ZWJ, which scripts such as Persian and the emoji of several people need.
    fileprivate var isJoiner: Bool { self.value == 0x200C || self.value == 0x200D }
}

extension String {
    /// Whether there are invisible scalars, other than joiners between two scalars beyond ASCII.
    var hasInvisibleScalars: Bool {
        var previous: Unicode.Scalar = " "
        // A joiner is good only once its right neighbour is known.
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
