/// Deviations of a response from RFC 9110 or 9112 that both curl and browsers accept.
struct HTTPLeniency: OptionSet {
    let rawValue: UInt16

    /// The line ends are LF without CR (RFC 9112, section 2.2).
    static let bareLineFeed = HTTPLeniency(rawValue: 1 << 0)
    /// The same length is repeated (RFC 9110, section 8.6).
    static let repeatedLength = HTTPLeniency(rawValue: 1 << 1)
    /// Both headers are present. `Transfer-Encoding` then counts (RFC 9112, section 6.1).
    static let lengthBesideChunks = HTTPLeniency(rawValue: 1 << 2)
    /// The status line has too few or too many blanks, or follows empty lines (RFC 9112, section 4).
    static let statusLine = HTTPLeniency(rawValue: 1 << 3)
    /// A field without a valid name, which is ignored, or blanks between name and colon (RFC 9112, section 5.1).
    static let fieldName = HTTPLeniency(rawValue: 1 << 4)
    /// Control characters in the value of a field (RFC 9110, section 5.5).
    static let fieldValue = HTTPLeniency(rawValue: 1 << 5)
    /// Text other than an extension follows the size of a chunk (RFC 9112, section 7.1).
    static let chunkSize = HTTPLeniency(rawValue: 1 << 6)

    private static let all: [(kind: HTTPLeniency, code: String, words: String)] = [
        (.bareLineFeed, "bare_line_feed", "ends lines with only a line feed"),
        (.repeatedLength, "repeated_content_length", "repeats its Content-Length"),
        (.lengthBesideChunks, "content_length_beside_transfer_encoding", "has both a Content-Length and a Transfer-Encoding"),
        (.statusLine, "status_line", "has a malformed status line"),
        (.fieldName, "field_name", "has a header with a malformed name"),
        (.fieldValue, "field_value", "has control characters in a header"),
        (.chunkSize, "chunk_size", "has a malformed chunk size"),
    ]

    /// The codes in the API, in a fixed order.
    var codes: [String] { Self.all.filter { self.contains($0.kind) }.map(\.code) }

    /// Texts that complete a sentence about the response.
    var words: [String] { Self.all.filter { self.contains($0.kind) }.map(\.words) }
}

/// The reason why a response cannot be read. It completes a sentence that begins with its server.
struct HTTPFault: Error, Equatable {
    static let notHTTP = HTTPFault("sent something that is not HTTP")
    static let lengths = HTTPFault("sent different lengths for one answer (Content-Length)")

    let message: String

    init(_ message: String) { self.message = message }
}
