import HawkCore

/// Searches for the character set that a page declares: WHATWG's HTML standard, section 13.2.3.2, "prescan a byte stream".
struct MetaPrescan {
    /// The unread bytes, in lower case.
    private var rest: ArraySlice<UInt8>

    /// - Parameter start: the beginning of the page. Its length limits the work.
    /// - Returns: nil if it declares no known character set.
    static func label(in start: ArraySlice<UInt8>) -> Charset.Label? {
        let isCapital = { (byte: UInt8) in (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }
        var prescan = MetaPrescan(rest: start.map { isCapital($0) ? $0 | 0x20 : $0 }[...])
        return prescan.run()
    }

    private mutating func run() -> Charset.Label? {
        while let opening = self.rest.firstIndex(of: UInt8(ascii: "<")) {
            self.rest = self.rest[(opening + 1)...]
            if self.rest.starts(with: "!--".utf8) {
                // The opening dashes may also be the closing ones.
                guard let end = self.rest.dropFirst().place(of: "-->") else { return nil }
                self.rest = self.rest[end.upperBound...]
            } else if self.rest.starts(with: "meta".utf8), let next = self.rest.dropFirst(4).first,
                next.isSpace || next == UInt8(ascii: "/")
            {
                self.rest = self.rest.dropFirst(4)
                if let label = self.readMeta() { return label }
            } else if self.beginsTag {
                self.rest = self.rest.drop { !$0.isSpace && $0 != UInt8(ascii: ">") }
                while self.readAttribute() != nil {}
            } else if let first = self.rest.first, "!/?".utf8.contains(first) {
                self.rest = self.rest.drop { $0 != UInt8(ascii: ">") }
            }
        }
        return nil
    }

    private var beginsTag: Bool {
        let name = self.rest.first == UInt8(ascii: "/") ? self.rest.dropFirst() : self.rest
        return name.first.map { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) } ?? false
    }

    private mutating func readMeta() -> Charset.Label? {
        var names: [ArraySlice<UInt8>] = []
        var (hasPragma, needsPragma) = (false, false)
        var label: Charset.Label?
        while let (name, value) = self.readAttribute() {
            // Only the first attribute of a name counts.
            if names.contains(name) { continue }
            names.append(name)
            if name.elementsEqual("http-equiv".utf8) {
                hasPragma = value.elementsEqual("content-type".utf8)
            } else if name.elementsEqual("charset".utf8) {
                (label, needsPragma) = (Self.label(value), false)
            } else if name.elementsEqual("content".utf8), label == nil, let found = Self.charset(inContent: value) {
                (label, needsPragma) = (found, true)
            }
        }
        // An incomplete tag is ignored.
        return self.rest.isEmpty || needsPragma && !hasPragma ? nil : label
    }

    /// - Returns: nil at the end of the tag, which is not consumed, or at the end of the input.
    private mutating func readAttribute() -> (name: ArraySlice<UInt8>, value: ArraySlice<UInt8>)? {
        self.rest = self.rest.drop { $0.isSpace || $0 == UInt8(ascii: "/") }
        guard let first = self.rest.first, first != UInt8(ascii: ">") else { return nil }
        // A name may begin with a character that would otherwise end it.
        let name = self.rest.prefix(1) + self.rest.dropFirst().prefix { !$0.isSpace && !"/>=".utf8.contains($0) }
        self.rest = self.rest.dropFirst(name.count).drop(while: \.isSpace)
        guard self.rest.first == UInt8(ascii: "=") else { return (name, []) }
        self.rest = self.rest.dropFirst().drop(while: \.isSpace)
        let value: ArraySlice<UInt8>
        if let quote = self.rest.first, "\"'".utf8.contains(quote) {
            value = self.rest.dropFirst().prefix { $0 != quote }
            self.rest = self.rest.dropFirst(value.count + 2)
        } else {
            value = self.rest.prefix { !$0.isSpace && $0 != UInt8(ascii: ">") }
            self.rest = self.rest.dropFirst(value.count)
        }
        return (name, value)
    }

    /// Reads the label from `text/html; charset=…`.
    private static func charset(inContent text: ArraySlice<UInt8>) -> Charset.Label? {
        var rest = text
        while let word = rest.place(of: "charset") {
            rest = rest[word.upperBound...].drop(while: \.isSpace)
            guard rest.first == UInt8(ascii: "=") else { continue }
            rest = rest.dropFirst().drop(while: \.isSpace)
            guard let quote = rest.first, "\"'".utf8.contains(quote) else {
                return Self.label(rest.prefix { !$0.isSpace && $0 != UInt8(ascii: ";") })
            }
            let value = rest.dropFirst().prefix { $0 != quote }
            return value.endIndex < rest.endIndex ? Self.label(value) : nil
        }
        return nil
    }

    private static func label(_ bytes: ArraySlice<UInt8>) -> Charset.Label? {
        Charset.Label(String(decoding: bytes, as: UTF8.self))
    }
}

extension UInt8 {
    /// HTML's white space.
    var isSpace: Bool { [0x20, 0x09, 0x0A, 0x0C, 0x0D].contains(self) }
}
