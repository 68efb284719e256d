import HawkCore
import NIOCore
import NIOHTTP1

/// The body of a response, collected within limits and decompressed according to its header (RFC 9110, section 8.4).
struct HTTPBody {
    /// The limit of both read and decompressed bytes. A decompression bomb costs no more than any large body.
    static let longest = 256 * 1_024
    private static let maxCodingsLength = 256

    /// The beginning, up to the requested length.
    private(set) var bytes: [UInt8] = []
    /// The size of the read part of the body, decompressed.
    private(set) var size = 0
    /// The compression, if it is not supported. `bytes` then has the compressed data.
    let foreignCoding: String?

    private let maxStoredBytes: Int
    private let coding: String?
    private var received = 0
    private var inflater: Inflater?
    /// Whether the inflater is at the end of a stream.
    private var isComplete = false
    /// Whether data that is not part of the body followed a stream.
    private var hasEnded = false

    /// - Parameter maxStoredBytes: how many bytes to store.
    init(_ headers: HTTPHeaders, maxStoredBytes: Int) {
        let codings = headers.contains(name: "content-encoding") ? Self.codings(headers) : []
        let isOurs = codings.count == 1 && ["gzip", "x-gzip", "deflate"].contains(codings[0])
        self.coding = isOurs ? codings[0] : nil
        self.foreignCoding = isOurs || codings.isEmpty ? nil : codings.joined(separator: ", ")
        self.maxStoredBytes = maxStoredBytes
    }

    /// Returns the codings in lower case that change something. An over-long or non-ASCII value is unsupported, and is not
    /// parsed.
    private static func codings(_ headers: HTTPHeaders) -> [String] {
        let whole = headers["content-encoding"].joined(separator: ",")
        guard whole.utf8.count <= Self.maxCodingsLength, whole.utf8.allSatisfy({ $0 < 0x80 }) else {
            return [whole.cut(toBytes: Self.maxCodingsLength)]
        }
        return whole.lowercased().split(separator: ",").map { String($0).trimmed }.filter { !["identity", ""].contains($0) }
    }

    /// Whether it is decompressed as it arrives.
    var isCompressed: Bool { self.coding != nil }

    /// Whether there is more than was stored.
    var isCut: Bool { self.size > self.maxStoredBytes || self.isFull }

    /// Whether no more is read.
    var isFull: Bool { max(self.received, self.size) > Self.longest }

    /// - Throws: `BrokenBody`, or `RunnerFault` if we cannot decompress.
    mutating func receive(_ part: ByteBuffer) throws {
        self.received += part.readableBytes
        guard let coding = self.coding else {
            self.append(part.readableBytesView)
            return
        }
        var rest = part.readableBytesView
        while let first = rest.first, !self.isFull {
            if self.isComplete {
                // Another member may follow (RFC 1952, section 2.2). Anything else after the end is ignored.
                guard coding != "deflate", first == 0x1F, !self.hasEnded else {
                    self.hasEnded = true
                    return
                }
                self.isComplete = false
                self.inflater?.reset()
            }
            let inflater = try self.inflater ?? Inflater(coding, first: first)
            self.inflater = inflater
            self.isComplete = try inflater.inflate(&rest) { piece in
                self.append(piece)
                return !self.isFull
            }
        }
    }

    /// Completes the body. Call it after the last part.
    func finish() throws(BrokenBody) {
        guard let coding = self.coding, self.received > 0, !self.isComplete, !self.isFull else { return }
        throw BrokenBody("is compressed as \(coding) and ends too early")
    }

    private mutating func append(_ piece: some Collection<UInt8>) {
        self.bytes += piece.prefix(max(0, self.maxStoredBytes - self.bytes.count))
        self.size += piece.count
    }
}

/// An error in a body. It completes a sentence that begins with "the body".
struct BrokenBody: Error, Equatable {
    let message: String

    init(_ message: String) { self.message = message }
}
