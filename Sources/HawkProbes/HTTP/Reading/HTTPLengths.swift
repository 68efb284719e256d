/// The declared lengths of a response, possibly repeated (RFC 9110, section 8.6).
struct HTTPLengths {
    /// How many lengths were declared.
    private(set) var count = 0
    private var length = 0
    private var isBroken = false
    private var differs = false

    mutating func append(_ text: String) {
        for part in text.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            let digits = part.filter { $0 != 0x20 && $0 != 0x09 }
            guard (1...18).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }),
                part.count - digits.count == Self.blanksAround(part)
            else {
                self.isBroken = true
                self.count += 1
                continue
            }
            let number = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
            if self.count > 0, number != self.length { self.differs = true }
            self.length = number
            self.count += 1
        }
    }

    func length(recording leniency: inout HTTPLeniency) throws(HTTPFault) -> Int {
        guard !self.isBroken else { throw .notHTTP }
        guard !self.differs else { throw .lengths }
        if self.count > 1 { leniency.insert(.repeatedLength) }
        return self.length
    }

    private static func blanksAround(_ part: Substring.UTF8View) -> Int {
        let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
        return part.prefix(while: isBlank).count + part.reversed().prefix(while: isBlank).count
    }
}
