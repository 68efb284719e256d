import HawkCore
import NIOCore
import NIOHTTP1

/// The body of an answer, gathered within bounds, and decompressed where the answer says how it was compressed (RFC 9110, section 8.4).
struct HTTPBody {
    /// So much is read, and so much is decompressed, and no more: a bomb costs what any large body costs.
    static let longest = 256 * 1_024
    private static let longestCodings = 256

    /// The beginning, as much of it as was asked for.
    private(set) var bytes: [UInt8] = []
    /// Of the body as far as it was read, decompressed.
    private(set) var size = 0
    /// How it is compressed, where that is nothing that we read; then `bytes` are what was sent.
    let foreignCoding: String?

    private let keep: Int
    private let coding: String?
    private var received = 0
    private var inflater: Inflater?
    /// The inflater is at the end of a stream.
    private var isComplete = false
    /// Something that is no part of the body came behind one.
    private var hasEnded = false

    /// - Parameter keep: how many bytes are wanted.
    init(_ headers: HTTPHeaders, keep: Int) {
        let codings = headers.contains(name: "content-encoding") ? Self.codings(headers) : []
        let isOurs = codings.count == 1 && ["gzip", "x-gzip", "deflate"].contains(codings[0])
        self.coding = isOurs ? codings[0] : nil
        self.foreignCoding = isOurs || codings.isEmpty ? nil : codings.joined(separator: ", ")
        self.keep = keep
    }

    /// In lower case, without those that change nothing. What is too long or not ASCII is none that anybody reads, and is not taken apart.
    private static func codings(_ headers: HTTPHeaders) -> [String] {
        let whole = headers["content-encoding"].joined(separator: ",")
        guard whole.utf8.count <= Self.longestCodings, whole.utf8.allSatisfy({ $0 < 0x80 }) else {
            return [whole.cut(toBytes: Self.longestCodings)]
        }
        return whole.lowercased().split(separator: ",").map { String($0).trimmed }.filter { !["identity", ""].contains($0) }
    }

    /// It is decompressed as it comes.
    var isCompressed: Bool { self.coding != nil }

    /// There is more than was kept.
    var isCut: Bool { self.size > self.keep || self.isFull }

    /// Nothing more is read.
    var isFull: Bool { max(self.received, self.size) > Self.longest }

    /// - Throws: `BrokenBody`, or `RunnerFault` where we cannot.
    mutating func take(_ part: ByteBuffer) throws {
        self.received += part.readableBytes
        guard let coding = self.coding else {
            self.append(part.readableBytesView)
            return
        }
        var rest = part.readableBytesView
        while let first = rest.first, !self.isFull {
            if self.isComplete {
                // Another member may follow (RFC 1952, section 2.2); anything else behind the end is nobody's.
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

    /// To be called when the last part was taken.
    func finish() throws(BrokenBody) {
        guard let coding = self.coding, self.received > 0, !self.isComplete, !self.isFull else { return }
        throw BrokenBody("is compressed as \(coding) and ends too early")
    }

    private mutating func append(_ piece: some Collection<UInt8>) {
        self.bytes += piece.prefix(max(0, self.keep - self.bytes.count))
        self.size += piece.count
    }
}

/// What is wrong with a body, completing a sentence that begins with "the body".
struct BrokenBody: Error, Equatable {
    let message: String

    init(_ message: String) { self.message = message }
}
