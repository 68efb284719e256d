package import HawkNet
import NIOCore
import NIOPosix
import Synchronization

/// A real name server over UDP, for a handful of names, on a free port of 127.0.0.1.
package final class DNSTestServer: Sendable {
    package enum Answer: Sendable {
        case addresses([IPAddress])
        case noName
        case serverFailure
        case silence
    }

    package let port: Int
    private let state: State
    private let channel: any Channel

    private final class State: Sendable {
        let zone: Mutex<[String: Answer]>
        let queries = Mutex<[String]>([])

        init(_ zone: [String: Answer]) { self.zone = Mutex(zone) }
    }

    /// - Parameter zone: by name in lower case; other names do not exist.
    package init(_ zone: [String: Answer]) async throws {
        let state = State(zone)
        self.state = state
        self.channel = try await DatagramBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(Responder(state)) }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        self.port = self.channel.localAddress?.port ?? 0
    }

    /// By addresses in text; an empty list is a name without an address.
    package convenience init(names: [String: [String]]) async throws {
        try await self.init(names.mapValues { .addresses($0.compactMap(IPAddress.init)) })
    }

    deinit { self.channel.close(promise: nil) }

    package func close() async throws { try await self.channel.close() }

    /// As `NameResolver.Servers.only` takes it.
    package var address: String { "127.0.0.1:\(self.port)" }

    /// The names asked for so far, once for each family.
    package var queries: [String] { self.state.queries.withLock { $0 } }

    package func set(_ name: String, _ answer: Answer) { self.state.zone.withLock { $0[name] = answer } }

    // SAFETY: confined to its channel's event loop.
    private final class Responder: ChannelInboundHandler, @unchecked Sendable {
        typealias InboundIn = AddressedEnvelope<ByteBuffer>
        typealias OutboundOut = AddressedEnvelope<ByteBuffer>

        private let state: State

        init(_ state: State) { self.state = state }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let envelope = self.unwrapInboundIn(data)
            guard let question = Question(envelope.data) else { return }
            self.state.queries.withLock { $0.append(question.name) }
            guard let reply = question.reply(self.state.zone.withLock { $0[question.name] } ?? .noName) else { return }
            context.writeAndFlush(
                self.wrapOutboundOut(AddressedEnvelope(remoteAddress: envelope.remoteAddress, data: reply)), promise: nil)
        }
    }
}

/// The one question of a query, RFC 1035 section 4.
private struct Question {
    let name: String
    private let id: UInt16
    private let type: UInt16
    private let wire: ByteBuffer

    init?(_ whole: ByteBuffer) {
        var packet = whole
        guard let (id, _, _, _, _, _) = packet.readMultipleIntegers(as: (UInt16, UInt16, UInt16, UInt16, UInt16, UInt16).self)
        else {
            return nil
        }
        let start = packet.readerIndex
        var labels: [String] = []
        while let length: UInt8 = packet.readInteger(), length > 0 {
            guard let label = packet.readString(length: Int(length)) else { return nil }
            labels.append(label.lowercased())
        }
        guard let (type, _) = packet.readMultipleIntegers(as: (UInt16, UInt16).self),
            let wire = whole.getSlice(at: start, length: packet.readerIndex - start)
        else { return nil }
        self.id = id
        self.type = type
        self.name = labels.joined(separator: ".")
        self.wire = wire
    }

    /// nil: none.
    func reply(_ answer: DNSTestServer.Answer) -> ByteBuffer? {
        switch answer {
        case .silence: return nil
        case .noName: return self.message(status: 3, records: [])
        case .serverFailure: return self.message(status: 2, records: [])
        case .addresses(let addresses): return self.message(status: 0, records: addresses.compactMap(self.record))
        }
    }

    private func record(_ address: IPAddress) -> ByteBuffer? {
        var record = ByteBuffer()
        switch (address, self.type) {
        case (.v4(let value), 1): record.writeInteger(value)
        case (.v6(let value), 28): record.writeInteger(value)
        default: return nil
        }
        return record
    }

    private func message(status: UInt16, records: [ByteBuffer]) -> ByteBuffer {
        var message = ByteBuffer()
        message.writeMultipleIntegers(self.id, UInt16(0x8180 | status), UInt16(1), UInt16(records.count), UInt16(0), UInt16(0))
        message.writeImmutableBuffer(self.wire)
        for record in records {
            // A pointer to the question's name, the type, class IN, 30 seconds to live.
            message.writeMultipleIntegers(UInt16(0xC00C), self.type, UInt16(1), UInt32(30), UInt16(record.readableBytes))
            message.writeImmutableBuffer(record)
        }
        return message
    }
}
