import CZlib
import Crypto
import HTTPTypes
import HawkCore
import HawkEngine
import NIOCore

/// A public page as the bytes that are sent, made once and served many times.
struct RenderedPage: Sendable {
    let html: Document
    let json: Document
    let organization: ID<Organization>

    init(_ source: PublicPage) throws {
        let view = StatusPageView(source)
        self.html = Document(
            ByteBuffer(string: StatusPageMarkup(view: view).html),
            headers: [
                .contentType: "text/html; charset=utf-8", .contentSecurityPolicy: StatusPageStyle.contentSecurityPolicy,
            ])
        self.json = Document(
            try BodyEncoder.bytes(of: StatusPageBody(view)),
            headers: [.contentType: "application/json; charset=utf-8", .accessControlAllowOrigin: "*"])
        self.organization = source.page.organization
    }

    /// One representation in its two codings, with whatever headers an answer needs.
    struct Document: Sendable {
        let identity: Variant
        let gzip: Variant

        init(_ bytes: ByteBuffer, headers: HTTPFields) {
            let tag = SHA256.hash(data: Array(bytes.readableBytesView)).prefix(12).map { byte in
                (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }.joined()
            self.identity = Variant(bytes: bytes, tag: "\"\(tag)\"", headers: headers)
            guard let compressed = bytes.gzipped() else {
                self.gzip = self.identity
                return
            }
            var gzipHeaders = headers
            gzipHeaders[.contentEncoding] = "gzip"
            // Another coding is another representation, and a strong validator is its own.
            self.gzip = Variant(bytes: compressed, tag: "\"\(tag)-gzip\"", headers: gzipHeaders)
        }
    }

    struct Variant: Sendable {
        let bytes: ByteBuffer
        /// A strong entity tag, quoted.
        let tag: String
        let headers: HTTPFields

        init(bytes: ByteBuffer, tag: String, headers: HTTPFields) {
            self.bytes = bytes
            self.tag = tag
            var headers = headers
            headers[.eTag] = tag
            headers[.vary] = "Accept-Encoding"
            self.headers = headers
        }
    }
}

extension ByteBuffer {
    /// nil where zlib has no memory for it.
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
