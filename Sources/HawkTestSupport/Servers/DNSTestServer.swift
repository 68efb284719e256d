package import HawkNet
package import NIOCore
import NIOPosix
import Synchronization

/// A real name server for a few names, over UDP and TCP on one free port of 127.0.0.1, with configurable misbehaviour.
package final class DNSTestServer: Sendable {
    package enum Transport: Sendable { case udp, tcp }

    package enum Answer: Sendable {
        case addresses([IPAddress])
        case records([Record])
        case noName
        case serverFailure
        case refusal
        case silence
        /// A response code, with EDNS options.
        case code(UInt16, extended: [UInt8] = [])
        /// Truncated over UDP, complete over TCP.
        case large([Record])
        /// Any bytes, made from the received question.
        case bytes(@Sendable (ByteBuffer, Transport) -> [ByteBuffer])
        /// Truncated and empty over UDP; over TCP, the connection is closed.
        case closedStream
    }

    /// One record of an answer.
    package struct Record: Sendable {
        package var owner: String?
        package var type: UInt16
        package var ttl: UInt32
        package var data: [UInt8]

        /// - Parameter owner: Nil for the name in the question.
        package init(_ type: UInt16, _ data: [UInt8], ttl: UInt32 = 30, owner: String? = nil) {
            self.owner = owner
            self.type = type
            self.ttl = ttl
            self.data = data
        }

        package static func alias(to name: String, of owner: String? = nil) -> Record {
            Record(5, DNSQuestion.connection(name), owner: owner)
        }

        package static func address(_ address: IPAddress, ttl: UInt32 = 30, of owner: String? = nil) -> Record {
            switch address {
            case .v4(let value): Record(1, withUnsafeBytes(of: value.bigEndian, Array.init), ttl: ttl, owner: owner)
            case .v6(let value): Record(28, withUnsafeBytes(of: value.bigEndian, Array.init), ttl: ttl, owner: owner)
            }
        }
    }

    package let port: Int
    private let state: State
    private let datagrams: any Channel
    private let streams: any Channel

    final class State: Sendable {
        let zone: Mutex<[String: Answer]>
        let queries = Mutex<[String]>([])
        let connections = Mutex(0)

        init(_ zone: [String: Answer]) { self.zone = Mutex(zone) }

        func replies(to question: ByteBuffer, over transport: Transport) -> [ByteBuffer]? {
            guard let query = DNSQuestion(question) else { return [] }
            self.queries.withLock { $0.append(query.name) }
            return query.replies(self.zone.withLock { $0[query.name] } ?? .noName, over: transport)
        }
    }

    /// - Parameter zone: Answers by lower-case name. Other names do not exist.
    package init(_ zone: [String: Answer], host: String = "127.0.0.1") async throws {
        let state = State(zone)
        self.state = state
        let group = MultiThreadedEventLoopGroup.singleton
        let datagrams = DatagramBootstrap(group: group).channelInitializer { channel in
            channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(DNSDatagrams(state)) }
        }
        let streams = ServerBootstrap(group: group).childChannelInitializer { channel in
            channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(DNSStream(state)) }
        }
        // A port that is free for UDP may be in use for TCP.
        for _ in 0..<20 {
            let first = try await datagrams.bind(host: host, port: 0).get()
            let port = first.localAddress?.port ?? 0
            if let second = try? await streams.bind(host: host, port: port).get() {
                (self.datagrams, self.streams, self.port) = (first, second, port)
                return
            }
            try await first.close()
        }
        throw ChannelError.operationUnsupported
    }

    /// Creates a server from textual addresses. An empty array is a name without addresses.
    package convenience init(names: [String: [String]]) async throws {
        try await self.init(names.mapValues { .addresses($0.compactMap(IPAddress.init)) })
    }

    deinit {
        self.datagrams.close(promise: nil)
        self.streams.close(promise: nil)
    }

    package func close() async throws {
        try await self.datagrams.close()
        try await self.streams.close()
    }

    /// In the format of `NameResolver.Servers.only`.
    package var address: String { "127.0.0.1:\(self.port)" }

    /// The names queried until now, once per address family.
    package var queries: [String] { self.state.queries.withLock { $0 } }

    /// The number of TCP connections until now.
    package var connections: Int { self.state.connections.withLock { $0 } }

    package func set(_ name: String, _ answer: Answer) { self.state.zone.withLock { $0[name] = answer } }
}

// SAFETY: confined to its channel's event loop.
private final class DNSDatagrams: ChannelInboundHandler, @unchecked Sendable {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>
    typealias OutboundOut = AddressedEnvelope<ByteBuffer>

    private let state: DNSTestServer.State

    init(_ state: DNSTestServer.State) { self.state = state }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let envelope = self.unwrapInboundIn(data)
        for reply in self.state.replies(to: envelope.data, over: .udp) ?? [] {
            let answer = AddressedEnvelope(remoteAddress: envelope.remoteAddress, data: reply)
            context.writeAndFlush(self.wrapOutboundOut(answer), promise: nil)
        }
    }
}

// SAFETY: confined to its channel's event loop.
private final class DNSStream: ChannelInboundHandler, @unchecked Sendable {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let state: DNSTestServer.State
    private var received = ByteBuffer()

    init(_ state: DNSTestServer.State) { self.state = state }

    func channelActive(context: ChannelHandlerContext) { self.state.connections.withLock { $0 += 1 } }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        self.received.writeImmutableBuffer(self.unwrapInboundIn(data))
        while let question = self.received.readLengthPrefixedSlice(as: UInt16.self) {
            guard let replies = self.state.replies(to: question, over: .tcp) else { return context.close(promise: nil) }
            for reply in replies {
                var framed = ByteBuffer(integer: UInt16(reply.readableBytes))
                framed.writeImmutableBuffer(reply)
                context.writeAndFlush(self.wrapOutboundOut(framed), promise: nil)
            }
        }
    }
}
