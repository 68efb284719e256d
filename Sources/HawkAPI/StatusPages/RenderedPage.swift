import CZlib
import Crypto
import HTTPTypes
import HawkCore
import HawkEngine
import NIOCore

/// A public page as the bytes that are sent, rendered once and served many times.
struct RenderedPage: Sendable {
    let html: Document
    let json: Document
    let organization: ID<Organization>
    /// When the store was queried.
    let readAt: Instant

    private static var htmlHeaders: HTTPFields {
        [.contentType: "text/html; charset=utf-8", .contentSecurityPolicy: StatusPageStyle.contentSecurityPolicy]
    }

    private static var jsonHeaders: HTTPFields {
        [.contentType: "application/json; charset=utf-8", .accessControlAllowOrigin: "*"]
    }

    init(_ source: PublicPage, readAt: Instant) throws {
        let view = StatusPageView(source)
        self.html = Document(ByteBuffer(string: StatusPageMarkup(view: view).html), headers: Self.htmlHeaders)
        self.json = Document(try BodyEncoder.bytes(of: StatusPageBody(view)), headers: Self.jsonHeaders)
        self.organization = source.page.organization
        self.readAt = readAt
    }

    /// One representation in its two codings, with the headers of the response.
    struct Document: Sendable {
        let identity: Variant
        let gzip: Variant
        private let tag: String

        init(_ bytes: ByteBuffer, headers: HTTPFields) {
            let tag = SHA256.hash(data: Array(bytes.readableBytesView)).prefix(12).hex()
            self.init(bytes, tag: tag, compressed: bytes.gzipped(), headers: headers)
        }

        /// - Parameter compressed: nil if there is only one coding.
        private init(_ bytes: ByteBuffer, tag: String, compressed: ByteBuffer?, headers: HTTPFields) {
            self.tag = tag
            self.identity = Variant(bytes, .identity, tag: "\"\(tag)\"", headers: headers)
            self.gzip = compressed.map { Variant($0, .gzip, tag: "\"\(tag)\"", headers: headers) } ?? self.identity
        }
    }
}

/// The form in which processes share pages. Every process serves the same bytes.
extension RenderedPage: WireValue {
    static var wireVersion: UInt64 { 1 }

    func write(to writer: inout ByteWriter) {
        writer.write(self.organization)
        writer.write(self.readAt)
        self.html.write(to: &writer)
        self.json.write(to: &writer)
    }

    init(from reader: inout ByteReader) throws {
        self.organization = try reader.readID()
        self.readAt = try reader.readInstant()
        self.html = try Document(from: &reader, headers: Self.htmlHeaders)
        self.json = try Document(from: &reader, headers: Self.jsonHeaders)
    }
}

extension RenderedPage.Document {
    fileprivate func write(to writer: inout ByteWriter) {
        let isCompressed = self.gzip.tag != self.identity.tag
        writer.write(self.tag)
        writer.write(Array(self.identity.bytes.readableBytesView))
        writer.write(isCompressed ? Array(self.gzip.bytes.readableBytesView) : nil) { $0.write($1) }
    }

    fileprivate init(from reader: inout ByteReader, headers: HTTPFields) throws {
        let tag = try reader.readString()
        self.init(
            ByteBuffer(bytes: try reader.readBytes()), tag: tag,
            compressed: try reader.readOptional { ByteBuffer(bytes: try $0.readBytes()) }, headers: headers)
    }
}

extension ByteBuffer {
    /// Returns nil if zlib has no memory for it.
    func gzipped() -> ByteBuffer? {
        var compressed = ByteBuffer()
        let capacity = czlib_gzip_bound(self.readableBytes)
        let written = compressed.writeWithUnsafeMutableBytes(minimumWritableBytes: capacity) { into in
            self.withUnsafeReadableBytes { bytes in
                // SAFETY: both buffers live as long as the call, and zlib writes at most `capacity` bytes.
                czlib_gzip(
                    bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count,
                    into.baseAddress?.assumingMemoryBound(to: UInt8.self), capacity, 6)
            }
        }
        return written > 0 ? compressed : nil
    }
}
