import HTTPTypes
import HawkCore
import Hummingbird
import NIOCore

/// The dashboard's files as `script/web build` packs them: eight bytes `HAWKWEB1`, the length of an index (four bytes,
/// little-endian), the index as JSON, and the content that it points to. `web/tools/pack.mjs` writes it.
struct WebPack: Sendable {
    static let indexPath = "/index.html"
    private static let signature = "HAWKWEB1"

    /// Files by path, with a leading slash. BOUNDED: paths are ASCII, by RequestHeadLimits.
    let files: [String: WebFile]
    /// The page served at every path of the dashboard.
    let index: WebFile

    // BOUNDED: as above.
    private init(files: [String: WebFile], index: WebFile) {
        self.files = files
        self.index = index
    }

    /// Returns a copy for an installation below a path: the page refers to its files and contains the base path for its program.
    func below(_ base: BasePath) -> WebPack {
        guard base != .root else { return self }
        let page = String(buffer: self.index.identity.bytes)
            .replacing("<html ", with: "<html data-base=\"\(base.text)\" ", maxReplacements: 1)
            .replacing("=\"/assets/", with: "=\"\(base.text)/assets/")
            .replacing("=\"/favicon.svg\"", with: "=\"\(base.text)/favicon.svg\"")
        let index = self.index.changed(to: ByteBuffer(string: page), tag: base.text.replacing("/", with: "."))
        var files = self.files
        files[Self.indexPath] = index
        return WebPack(files: files, index: index)
    }

    /// - Parameter name: the pack's name in errors.
    init(_ bytes: ByteBuffer, named name: String) throws(WebPackError) {
        do {
            var rest = bytes
            guard rest.readString(length: Self.signature.utf8.count) == Self.signature else { throw Fault("is not a web.pack") }
            guard let length = rest.readInteger(endianness: .little, as: UInt32.self),
                let index = rest.readBytes(length: Int(length))
            else { throw Fault("ends within its index") }
            let entries = try StrictDecoder.decode(Index.self, from: JSONParser.parse(index)).files
            let content = rest.slice()
            self.files = try Dictionary(entries.map { ($0.path, try $0.file(in: content)) }) { _, _ in
                throw Fault("contains a file twice")
            }
            guard let page = self.files[Self.indexPath] else { throw Fault("has no \(Self.indexPath)") }
            self.index = page
        } catch {
            throw WebPackError(name, error)
        }
    }

    private struct Index: Decodable {
        let files: [Entry]
    }

    private struct Entry: Decodable {
        struct Encodings: Decodable {
            let identity: [Int]
            let gzip: [Int]?
            let br: [Int]?
        }

        let path: String
        let type: String
        let etag: String
        let immutable: Bool
        let encodings: Encodings

        func file(in content: ByteBuffer) throws -> WebFile {
            guard self.path.hasPrefix("/"), HTTPField.isValidValue(self.type), !self.type.isEmpty, self.hasStrongTag else {
                throw Fault("contains a file with an invalid path, type or ETag")
            }
            var headers: HTTPFields = [.contentType: self.type]
            if self.type.hasPrefix("text/html") { headers[.contentSecurityPolicy] = Dashboard.contentSecurityPolicy }
            if self.type.hasPrefix("text/javascript") { headers[.contentSecurityPolicy] = Dashboard.workerSecurityPolicy }
            func variant(_ coding: ContentCoding, _ place: [Int]) throws -> Variant {
                Variant(try self.cut(place, from: content), coding, tag: self.etag, headers: headers)
            }
            var compressed: [ContentCoding: Variant] = [:]
            compressed[.br] = try self.encodings.br.map { try variant(.br, $0) }
            compressed[.gzip] = try self.encodings.gzip.map { try variant(.gzip, $0) }
            return WebFile(
                identity: try variant(.identity, self.encodings.identity), compressed: compressed, isImmutable: self.immutable)
        }

        /// RFC 9110 section 8.8.3: quotes around text that contains neither quotes nor spaces.
        private var hasStrongTag: Bool {
            self.etag.utf8.count > 2 && self.etag.first == "\"" && self.etag.last == "\""
                && self.etag.dropFirst().dropLast().utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") }
        }

        private func cut(_ place: [Int], from content: ByteBuffer) throws -> ByteBuffer {
            guard place.count == 2, place[0] >= 0, place[1] >= 0, place[0] <= content.readableBytes,
                place[1] <= content.readableBytes - place[0],
                let bytes = content.getSlice(at: content.readerIndex + place[0], length: place[1])
            else { throw Fault("points beyond its end") }
            return bytes
        }
    }
}

/// A file of the dashboard in every available coding.
struct WebFile: Sendable {
    let identity: Variant
    let compressed: [ContentCoding: Variant]
    /// Whether its name changes with its content.
    let isImmutable: Bool

    /// Returns the file with other content.
    /// - Parameter tag: distinguishes the new ETag from the old one.
    fileprivate func changed(to bytes: ByteBuffer, tag: String) -> WebFile {
        let tag = "\(self.identity.tag.dropLast())\(tag)\""
        let headers = self.identity.headers
        var compressed: [ContentCoding: Variant] = [:]
        compressed[.gzip] = bytes.gzipped().map { Variant($0, .gzip, tag: tag, headers: headers) }
        return WebFile(
            identity: Variant(bytes, .identity, tag: tag, headers: headers), compressed: compressed, isImmutable: self.isImmutable
        )
    }

    func response(to request: Request) -> Response {
        let coding = ContentCoding.best(of: self.compressed.keys + [.identity], for: request.headers[.acceptEncoding])
        return (self.compressed[coding] ?? self.identity)
            .response(to: request, cacheControl: self.isImmutable ? "public, max-age=31536000, immutable" : "no-cache")
    }
}

/// Describes in one sentence why a dashboard cannot be served.
package struct WebPackError: Error, CustomStringConvertible {
    package let description: String

    fileprivate init(_ name: String, _ reason: any Error) {
        let sentence =
            switch reason {
            case let fault as Fault: fault.sentence
            case let error as OperationError:
                "has an index that cannot be read: "
                    + (error.errors.first.map { "\($0.field) \($0.message)" } ?? error.message)
            default: "cannot be read: \(reason)"
            }
        self.description = "\(name) \(sentence)"
    }

    init(unreadable name: String) { self.description = "\(name) cannot be read; script/web build makes one" }
}

private struct Fault: Error {
    let sentence: String

    init(_ sentence: String) { self.sentence = sentence }
}
