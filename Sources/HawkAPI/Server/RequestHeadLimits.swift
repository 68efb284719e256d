import HTTPTypes
import NIOCore
import NIOHTTP1

/// Bounds the head of a request before anything else reads it, the server's own handlers included: what is read as text is ASCII, and
/// not long. Comparing other text takes the square of its length.
///
/// Headers that nothing here reads may be anything. `Cookie` and `User-Agent` are read as bytes.
final class RequestHeadLimits: ChannelInboundHandler, Sendable {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart

    /// In bytes, of the path with the query, and of each header that is read.
    static let maxLength = 8_192

    /// Every header of a request that is read as text: by this module, by Hummingbird, by the codecs. BOUNDED: names are tokens.
    private static let read: Set<String> = [
        "accept", "accept-encoding", "authorization", "connection", "content-length", "content-type", "expect", "host",
        "idempotency-key", "if-match", "if-none-match", "last-event-id", "origin", "sec-fetch-site", "transfer-encoding",
        "upgrade", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-organization",
        "x-prometheus-scrape-timeout-seconds",
    ]

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(var head) = self.unwrapInboundIn(data) else { return context.fireChannelRead(data) }
        if let violation = Self.violation(to: head.uri, head.headers) {
            // Answered further in, in its turn, with nothing of the head but what is wrong with it.
            head = HTTPRequestHead(version: head.version, method: head.method, uri: "/", headers: ["Host": "refused"])
            head.headers.add(name: HTTPField.Name.refusal.rawName, value: violation)
        } else if head.headers.contains(name: HTTPField.Name.refusal.rawName) {
            head.headers.remove(name: HTTPField.Name.refusal.rawName)
        } else {
            return context.fireChannelRead(data)
        }
        context.fireChannelRead(self.wrapInboundOut(.head(head)))
    }

    /// What is wrong with a head; nil: nothing.
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
    /// Puts the limits right behind the decoder, as Hummingbird adds handlers only behind some that read heads.
    final class Placement: ChannelInboundHandler, RemovableChannelHandler, Sendable {
        typealias InboundIn = Never

        func handlerAdded(context: ChannelHandlerContext) {
            do {
                let pipeline = context.pipeline.syncOperations
                let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
                try pipeline.addHandler(RequestHeadLimits(), position: .after(decoder))
            } catch {
                // Nothing is served without limits.
                context.close(promise: nil)
            }
        }
    }
}

extension HTTPField.Name {
    /// Why a head was refused. Only `RequestHeadLimits` sets it.
    static let refusal = Self("StatusHawk-Refusal")!  // SAFETY: a literal token
}
