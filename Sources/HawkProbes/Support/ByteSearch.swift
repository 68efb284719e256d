import CLinux

extension [UInt8] {
    /// Returns whether the bytes of a text occur in these, in linear time.
    func contains(_ text: String) -> Bool { self.firstOffset(of: Array(text.utf8)) != nil }

    /// Returns the first position of `bytes` at or after an offset. Nil if there is none.
    func firstOffset(of bytes: [UInt8], from start: Int = 0) -> Int? {
        self.withUnsafeBytes { whole in
            bytes.withUnsafeBytes { part in
                let rest = UnsafeRawBufferPointer(rebasing: whole[start...])
                let offset = hawk_find(rest.baseAddress, UInt64(rest.count), part.baseAddress, UInt64(part.count))
                return offset < 0 ? nil : start + Int(offset)
            }
        }
    }
}

extension String {
    /// Returns whether the bytes of another text occur in this one, in linear time.
    func containsBytes(of text: String) -> Bool { Array(self.utf8).contains(text) }
}
