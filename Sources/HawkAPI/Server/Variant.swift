import HTTPTypes
import Hummingbird
import NIOCore

/// A representation in one coding, created once and sent many times.
struct Variant: Sendable {
    let bytes: ByteBuffer
    /// A strong entity tag, quoted.
    let tag: String
    let headers: HTTPFields

    /// - Parameter tag: quoted, the same for all codings. Each coding is a representation of its own and gets its own strong
    ///   validator.
    init(_ bytes: ByteBuffer, _ coding: ContentCoding, tag: String, headers: HTTPFields) {
        self.bytes = bytes
        self.tag = coding == .identity ? tag : "\(tag.dropLast())-\(coding.rawValue)\""
        var headers = headers
        headers[.eTag] = self.tag
        headers[.vary] = "Accept-Encoding"
        if coding != .identity { headers[.contentEncoding] = coding.rawValue }
        self.headers = headers
    }

    /// Returns the whole representation, or 304 if the client already has it: RFC 9110 section 13.1.2.
    func response(to request: Request, cacheControl: String) -> Response {
        var headers = self.headers
        headers[.cacheControl] = cacheControl
        if let tags = request.headers[.ifNoneMatch], tags.names(self.tag) {
            headers[.contentType] = nil
            headers[.contentEncoding] = nil
            return Response(status: .notModified, headers: headers)
        }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: self.bytes))
    }
}

extension String {
    /// Whether a list of entity tags contains this one. `If-None-Match` compares weakly.
    fileprivate func names(_ tag: String) -> Bool {
        self == "*"
            || self.split(separator: ",").contains { candidate in
                let text = candidate.filter { $0 != " " }
                return text == tag || text == "W/\(tag)"
            }
    }
}
