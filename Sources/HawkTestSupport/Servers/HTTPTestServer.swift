import NIOCore
import NIOHTTP1
import NIOHTTP2
import NIOPosix
import NIOSSL
import NIOTLS
import Synchronization

/// A real HTTP server with configurable answers, on a free port of a loopback address. With an identity, it uses HTTPS.
package final class HTTPTestServer: Sendable {
    /// Header fields with case-insensitive names.
    package struct Headers: Sendable, ExpressibleByDictionaryLiteral {
        fileprivate let fields: [(name: String, value: String)]

        package init(dictionaryLiteral elements: (String, String)...) { self.fields = elements.map { ($0, $1) } }

        fileprivate init(_ headers: HTTPHeaders) { self.fields = headers.map { ($0.name, $0.value) } }

        package subscript(_ name: String) -> [String] {
            self.fields.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
        }
    }

    package struct Request: Sendable {
        /// For example `HTTP/1.1`.
        package var version: String
        package var method: String
        package var uri: String
        package var headers: Headers
        package var body: String
    }

    package struct Answer: Sendable {
        package var status: Int
        package var headers: Headers
        package var body: String

        package init(_ status: Int = 200, _ headers: Headers = [:], body: String = "ok") {
            self.status = status
            self.headers = headers
            self.body = body
        }

        package static func redirect(to location: String, _ status: Int = 302) -> Answer {
            Answer(status, ["Location": location], body: "")
        }
    }

    private final class State: Sendable {
        let answer: Mutex<@Sendable (Request) -> Answer>
        let requests = Mutex<[Request]>([])

        init(_ answer: @escaping @Sendable (Request) -> Answer) { self.answer = Mutex(answer) }
    }

    package let port: Int
    private let state: State
    private let channel: any Channel

    /// - Parameters:
    ///   - port: 0 for any free port.
    ///   - protocols: The supported protocols. With `h2` first, the client chooses over TLS; without TLS, only HTTP/2 works.
    ///   - clientAuthority: If set, only clients with a certificate of this authority are served.
    package init(
        host: String = "127.0.0.1", port: Int = 0, identity: TestIdentity? = nil, protocols: [String] = ["http/1.1"],
        clientAuthority: TestAuthority? = nil,
        answer: @escaping @Sendable (Request) -> Answer = { _ in Answer() }
    ) async throws {
        let state = State(answer)
        let context = try identity.map { identity in
            var configuration =
                try clientAuthority.map(identity.serverConfiguration(forClientsOf:)) ?? identity.serverConfiguration
            configuration.applicationProtocols = protocols
            return try NIOSSLContext(configuration: configuration)
        }
        self.state = state
        self.channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let context {
                        try pipeline.addHandler(NIOSSLServerHandler(context: context))
                        try pipeline.addHandler(
                            ApplicationProtocolNegotiationHandler { chosen, channel in
                                Self.speak(http2: chosen == .negotiated("h2"), on: channel, state)
                            })
                    } else {
                        _ = Self.speak(http2: protocols.first == "h2", on: channel, state)
                    }
                }
            }
            .bind(host: host, port: port).get()
        self.port = self.channel.localAddress?.port ?? 0
    }

    deinit { self.channel.close(promise: nil) }

    private static func speak(http2: Bool, on channel: any Channel, _ state: State) -> EventLoopFuture<Void> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            guard http2 else {
                try pipeline.configureHTTPServerPipeline()
                return try pipeline.addHandler(Connection(state))
            }
            _ = try pipeline.configureHTTP2Pipeline(
                mode: .server, connectionConfiguration: .init(), streamConfiguration: .init()
            ) { stream in
                stream.eventLoop.makeCompletedFuture {
                    try stream.pipeline.syncOperations.addHandlers([
                        HTTP2FramePayloadToHTTP1ServerCodec(), Connection(state),
                    ])
                }
            }
        }
    }

    /// All requests until now.
    package var requests: [Request] { self.state.requests.withLock { $0 } }

    /// Changes the answers from now on.
    package func answer(_ answer: @escaping @Sendable (Request) -> Answer) { self.state.answer.withLock { $0 = answer } }

    /// Refuses connections from now on.
    package func close() async throws { try await self.channel.close() }

    // SAFETY: confined to its channel's event loop.
    private final class Connection: ChannelInboundHandler, @unchecked Sendable {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let state: State
        private var request: Request?

        init(_ state: State) { self.state = state }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch self.unwrapInboundIn(data) {
            case .head(let head):
                self.request = Request(
                    version: "\(head.version)", method: head.method.rawValue, uri: head.uri, headers: Headers(head.headers),
                    body: "")
            case .body(let part):
                self.request?.body += String(buffer: part)
            case .end:
                guard let request = self.request else { return }
                self.state.requests.withLock { $0.append(request) }
                self.send(self.state.answer.withLock { $0 }(request), to: request, context)
            }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

        private func send(_ answer: Answer, to request: Request, _ context: ChannelHandlerContext) {
            var headers = HTTPHeaders(answer.headers.fields.map { ($0.name, $0.value) })
            if !headers.contains(name: "Content-Length") {
                headers.add(name: "Content-Length", value: "\(answer.body.utf8.count)")
            }
            headers.add(name: "Connection", value: "close")
            let head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: answer.status), headers: headers)
            context.write(self.wrapOutboundOut(.head(head)), promise: nil)
            if request.method != "HEAD" {
                context.write(self.wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: answer.body)))), promise: nil)
            }
            let channel = context.channel
            context.writeAndFlush(self.wrapOutboundOut(.end(nil))).whenComplete { _ in channel.close(promise: nil) }
        }
    }
}
