import HTTPTypes
import NIOCore
import NIOHTTP1

/// Limits the head of a request before anything else reads it, including the server's own handlers. Everything read as text is
/// ASCII and short, because comparing other text takes quadratic time.
///
/// Headers that no code reads may contain anything. `Cookie` and `User-Agent` are read as bytes.
final class RequestHeadLimits: ChannelInboundHandler, Sendable {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart

    /// In bytes, for the path with the query, and for each header that is read.
    static let maxLength = 8_192

    /// Every header that is read as text: by this module, Hummingbird or the codecs. BOUNDED: names are tokens.
    private static let read: Set<String> = [
        "accept", "accept-encoding", "authorization", "connection", "content-length", "content-type", "expect", "host",
        "idempotency-key", "if-match", "if-none-match", "last-event-id", "origin", "sec-fetch-site", "transfer-encoding",
        "upgrade", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-organization",
        "x-prometheus-scrape-timeout-seconds",
    ]

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(var head) = self.unwrapInboundIn(data) else { return context.fireChannelRead(data) }
        if let violation = Self.violation(to: head.uri, head.headers) {
            // An inner handler answers in order. The head is replaced, and only the violation is passed on.
            head = HTTPRequestHead(version: head.version, method: head.method, uri: "/", headers: ["Host": "refused"])
            head.headers.add(name: HTTPField.Name.refusal.rawName, value: violation)
        } else if head.headers.contains(name: HTTPField.Name.refusal.rawName) {
            head.headers.remove(name: HTTPField.Name.refusal.rawName)
        } else {
            return context.fireChannelRead(data)
        }
        context.fireChannelRead(self.wrapInboundOut(.head(head)))
    }

    /// Returns what is wrong with a head. Nil if it is valid.
    static func violation(to uri: String, _ headers: some Sequence<(name: String, value: String)>) -> String? {
        guard self.isBounded(uri) else { return "the path and query must be ASCII, and at most \(self.maxLength) bytes" }
        for (name, value) in headers where !self.isBounded(value) && self.read.contains(name.lowercased()) {
            return "the header \(name) must be ASCII, and at most \(self.maxLength) bytes"
        }
        return nil
    }

    private static func isBounded(_ text: String) -> Bool {
        text.utf8.count <= self.maxLength && text.utf8.allSatisfy { $0 < 0x80 }
    }
}

extension RequestHeadLimits {
    /// Inserts the limits directly after the decoder. Hummingbird adds its own handlers only after some that read heads.
    final class Placement: ChannelInboundHandler, RemovableChannelHandler, Sendable {
        typealias InboundIn = Never

        func handlerAdded(context: ChannelHandlerContext) {
            do {
                let pipeline = context.pipeline.syncOperations
                let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
                try pipeline.addHandler(RequestHeadLimits(), position: .after(decoder))
            } catch {
                // Never serve a connection without limits.
                context.close(promise: nil)
            }
        }
    }
}

extension HTTPField.Name {
    /// The reason why a head was refused. Only `RequestHeadLimits` sets it.
    static let refusal = Self("StatusHawk-Refusal")!  // SAFETY: a literal token
}
