import NIOCore

/// Reads an HTTP/1 response from its connection and passes its parts to the exchange.
///
/// NIO's decoder refuses responses that curl and browsers accept, and changes bytes that are not UTF-8.
// SAFETY: confined to the channel's event loop.
final class HTTPReader: ChannelInboundHandler, @unchecked Sendable {
    typealias InboundIn = ByteBuffer

    private enum State {
        case head
        case length(left: Int)
        case chunks(HTTPChunks)
        case untilClose
        case done
    }

    private let exchange: HTTPExchange
    private let isHead: Bool
    private var state = State.head
    /// The beginning of an incomplete head.
    private var pending: ByteBuffer?
    /// How far `pending` was searched for its end.
    private var searched = 0
    private var hasEmptyLines = false

    /// - Parameter isHead: whether the request is `HEAD`.
    init(for exchange: HTTPExchange, isHead: Bool) {
        self.exchange = exchange
        self.isHead = isHead
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !self.exchange.isOver else { return }
        self.exchange.recordFirstByte()
        var input = self.unwrapInboundIn(data)
        do {
            // The exchange may end during this loop and close the connection.
            while input.readableBytes > 0, !self.exchange.isOver { try self.step(&input) }
        } catch {
            self.state = .done
            self.exchange.fail(error)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        if case .untilClose = self.state {
            self.state = .done
            self.exchange.complete()
        }
        context.fireChannelInactive()
    }

    private func step(_ input: inout ByteBuffer) throws(HTTPFault) {
        switch self.state {
        case .head: try self.readHead(&input)
        case .length(let left):
            guard let piece = input.readSlice(length: min(left, input.readableBytes)) else { return }
            self.state = .length(left: left - piece.readableBytes)
            self.exchange.receive(piece)
            if piece.readableBytes == left { self.end() }
        case .chunks(var chunks):
            let piece = try chunks.next(&input)
            self.state = .chunks(chunks)
            self.exchange.record(chunks.leniency)
            if let piece { self.exchange.receive(piece) } else if chunks.isDone { self.end() }
        case .untilClose:
            let piece = input
            input.moveReaderIndex(to: input.writerIndex)
            self.exchange.receive(piece)
        case .done: input.moveReaderIndex(to: input.writerIndex)
        }
    }

    private func readHead(_ input: inout ByteBuffer) throws(HTTPFault) {
        if self.pending != nil {
            self.pending?.writeBuffer(&input)
        } else {
            self.skipEmptyLines(&input)
            if input.readableBytes == 0 { return }
            // Nearly every head arrives in one piece and is parsed directly from it.
            self.pending = input
            input.moveReaderIndex(to: input.writerIndex)
        }
        guard var bytes = self.pending else { return }
        guard bytes.withUnsafeReadableBytes(HTTPHeadParser.mayBegin) else { throw .notHTTP }
        guard let size = bytes.withUnsafeReadableBytes({ HTTPHeadParser.end(in: $0, from: &self.searched) }) else {
            if bytes.readableBytes > HTTPExchange.maxHeadLength { self.exchange.refuseLongHead() }
            return
        }
        guard size <= HTTPExchange.maxHeadLength else { return self.exchange.refuseLongHead() }
        self.pending = nil
        self.searched = 0
        var head = try bytes.withUnsafeReadableBytes { bytes throws(HTTPFault) in
            try HTTPHeadParser.parse(.init(rebasing: bytes[..<size]), isHead: self.isHead)
        }
        if self.hasEmptyLines { head.leniency.insert(.statusLine) }
        bytes.moveReaderIndex(forwardBy: size)
        input = bytes
        self.begin(head)
    }

    /// Skips empty lines before a status line, as browsers do.
    private func skipEmptyLines(_ input: inout ByteBuffer) {
        while let byte = input.readableBytesView.first, byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\n") {
            input.moveReaderIndex(forwardBy: 1)
            self.hasEmptyLines = true
        }
    }

    private func begin(_ head: HTTPHead) {
        // An informational response comes before the final one (RFC 9110, section 15.2).
        guard head.status >= 200 || head.status == 101 else { return }
        self.state =
            switch head.framing {
            case .none: .done
            case .length(let length): length == 0 ? .done : .length(left: length)
            case .chunked: .chunks(HTTPChunks())
            case .untilClose: .untilClose
            }
        self.exchange.receive(head)
        if case .done = self.state { self.exchange.complete() }
    }

    private func end() {
        self.state = .done
        self.exchange.complete()
    }
}
