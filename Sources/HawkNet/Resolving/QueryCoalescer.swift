import NIOCore

/// A request to the resolver's thread. Completions run on that thread and must leave it at once.
enum ResolverRequest: Sendable {
    case addresses(AddressRequest)
    case records(RecordRequest)
    /// No caller waits any more for the answer to the record query with this number.
    case forget(UInt64)

    /// Fails a request that is not sent.
    func refuse(_ words: String) {
        switch self {
        case .addresses(let request): request.completion(.fault(words))
        case .records(let request): request.completion(.failure(.ours(words)))
        case .forget: break
        }
    }
}

/// A query for the addresses of one family.
struct AddressRequest: Sendable {
    let name: String
    let family: IPAddress.Family
    /// Whether to send a new query even if the same one is in progress.
    let isFresh: Bool
    let completion: @Sendable (NameAnswer) -> Void
}

/// A query for records.
struct RecordRequest: Sendable {
    let number: UInt64
    let name: String
    let type: UInt16
    /// Nil for this machine's.
    let servers: [Endpoint]?
    let overTCP: Bool
    let completion: @Sendable (MessageAnswer) -> Void
}

/// Sends the requests of the resolver's thread through c-ares, on that thread only.
final class QueryCoalescer {
    private struct Subject: Hashable {
        let name: String
        let family: IPAddress.Family
    }

    /// One query for addresses, and all callers that wait for its answer.
    private final class PendingQuery {
        let began = NIODeadline.now()
        var waiting: [(NameAnswer) -> Void] = []
    }

    /// A later caller would share a query that was already repeated and may be about to fail.
    private static let joinWindow: TimeAmount = .milliseconds(700)

    private(set) var channels: ResolverChannels
    private var pending: [Subject: PendingQuery] = [:]
    private var records: [UInt64: AresChannel] = [:]

    init(home: NameResolver.Servers) { self.channels = ResolverChannels(home: home) }

    var outstanding: Int { self.channels.all.reduce(0) { $0 + $1.outstanding } }

    func receive(_ request: ResolverRequest) {
        switch request {
        case .addresses(let request): self.query(request)
        case .records(let request): self.query(request, overTCP: request.overTCP)
        case .forget(let number): self.forget(number)
        }
    }

    func retire() { self.channels.retire() }

    /// Sends an address query. A thousand checks of one host at one instant send one query.
    private func query(_ request: AddressRequest) {
        let subject = Subject(name: request.name, family: request.family)
        if !request.isFresh, let query = self.pending[subject], NIODeadline.now() - query.began < Self.joinWindow {
            query.waiting.append(request.completion)
            return
        }
        guard let channel = self.channels.find(nil, for: .addresses) else {
            return request.completion(.fault("could not be set up"))
        }
        let query = PendingQuery()
        query.waiting.append(request.completion)
        self.pending[subject] = query
        channel.query(request.name, request.family) { answer in
            if self.pending[subject] === query { self.pending[subject] = nil }
            for completion in query.waiting { completion(answer) }
        }
    }

    /// Sends a record query, and repeats it over TCP if the answer is truncated. c-ares does not repeat it, because it gives a
    /// stream no more time than a datagram.
    private func query(_ request: RecordRequest, overTCP: Bool) {
        guard let channel = self.channels.find(request.servers, for: overTCP ? .stream : .datagrams) else {
            return request.completion(.failure(.ours("could not be set up")))
        }
        let wasTruncated = overTCP && !request.overTCP
        self.records[request.number] = channel
        channel.query(request.name, type: request.type) { answer in
            let isAwaited = self.records.removeValue(forKey: request.number) != nil
            if isAwaited, !overTCP, answer.isTruncated {
                self.query(request, overTCP: true)
            } else {
                request.completion(wasTruncated ? answer.afterTruncation : answer)
            }
        }
    }

    /// Forgets a query. c-ares cannot cancel a single one. When no caller waits for any query of a channel, all are cancelled.
    private func forget(_ number: UInt64) {
        guard let channel = self.records.removeValue(forKey: number) else { return }
        if !self.records.values.contains(where: { $0 === channel }) { channel.cancel() }
    }
}
