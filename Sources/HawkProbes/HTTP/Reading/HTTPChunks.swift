import NIOCore

/// Decodes a chunked body (RFC 9112, section 7.1).
struct HTTPChunks {
    private enum State {
        case size
        /// After the size, up to the end of the line.
        case rest
        case data(left: Int)
        case end
        case trailer
        case done
    }

    /// No body has a size with more digits.
    private static let maxDigits = 16
    /// The limit of all trailers together.
    private static let maxTrailersLength = HTTPExchange.maxHeadLength

    private var state = State.size
    private var size = 0
    private var digits = 0
    /// Whether the previous byte was CR.
    private var afterReturn = false
    private var isExtension = false
    private var lineLength = 0
    private var hasColon = false
    private var trailers = 0
    private(set) var leniency: HTTPLeniency = []

    var isDone: Bool { if case .done = self.state { true } else { false } }

    /// Returns the next piece of the body.
    /// - Parameter input: the bytes to read. Bytes after the end of the body stay.
    /// - Returns: nil if more input is needed or the body is complete.
    mutating func next(_ input: inout ByteBuffer) throws(HTTPFault) -> ByteBuffer? {
        while input.readableBytes > 0 {
            switch self.state {
            case .done: return nil
            case .data(let left):
                let piece = input.readSlice(length: min(left, input.readableBytes))
                let rest = left - (piece?.readableBytes ?? 0)
                self.state = rest == 0 ? .end : .data(left: rest)
                return piece
            case .size, .rest, .end, .trailer:
                guard let byte = input.readInteger(as: UInt8.self) else { return nil }
                try self.consume(byte)
            }
        }
        return nil
    }

    private mutating func consume(_ byte: UInt8) throws(HTTPFault) {
        if byte == UInt8(ascii: "\n") {
            if !self.afterReturn { self.leniency.insert(.bareLineFeed) }
            self.afterReturn = false
            return try self.endLine()
        }
        guard !self.afterReturn, byte != 0 else { throw .notHTTP }
        if byte == UInt8(ascii: "\r") {
            self.afterReturn = true
            return
        }
        switch self.state {
        case .size: try self.consumeSize(byte)
        case .rest: self.consumeRest(byte)
        case .trailer: try self.consumeTrailer(byte)
        case .end, .data, .done: throw .notHTTP
        }
    }

    private mutating func consumeSize(_ byte: UInt8) throws(HTTPFault) {
        if let digit = byte.hexadecimalValue {
            guard self.digits < Self.maxDigits, self.size < 1 << 56 else { throw .notHTTP }
            self.digits += 1
            self.size = self.size << 4 | digit
            return
        }
        guard self.digits > 0, byte == 0x20 || byte == 0x09 || byte == UInt8(ascii: ";") else { throw .notHTTP }
        self.state = .rest
        self.isExtension = false
        self.consumeRest(byte)
    }

    private mutating func consumeRest(_ byte: UInt8) {
        if byte == UInt8(ascii: ";") { self.isExtension = true }
        if !self.isExtension, byte != 0x20, byte != 0x09 { self.leniency.insert(.chunkSize) }
    }

    private mutating func consumeTrailer(_ byte: UInt8) throws(HTTPFault) {
        self.trailers += 1
        guard self.trailers <= Self.maxTrailersLength else { throw .notHTTP }
        self.lineLength += 1
        if byte == UInt8(ascii: ":") { self.hasColon = true }
    }

    private mutating func endLine() throws(HTTPFault) {
        switch self.state {
        case .size, .rest:
            guard self.digits > 0 else { throw .notHTTP }
            // Blanks are allowed only before an extension.
            if case .rest = self.state, !self.isExtension { self.leniency.insert(.chunkSize) }
            self.state = self.size == 0 ? .trailer : .data(left: self.size)
        case .end:
            self.size = 0
            self.digits = 0
            self.state = .size
        case .trailer where self.lineLength == 0: self.state = .done
        case .trailer:
            guard self.hasColon else { throw .notHTTP }
            self.lineLength = 0
            self.hasColon = false
        case .data, .done: break
        }
    }
}

extension UInt8 {
    fileprivate var hexadecimalValue: Int? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(self - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): Int(self - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): Int(self - UInt8(ascii: "A")) + 10
        default: nil
        }
    }
}
