import NIOCore

/// A request to the resolver's thread. Completions run on that thread and must leave it at once.
enum ResolverRequest: Sendable {
    case addresses(AddressQuestion)
    case records(RecordQuestion)
    /// No caller waits any more for the answer to the record query with this number.
    case forget(UInt64)

    /// Fails a request that is not sent.
    func refuse(_ words: String) {
        switch self {
        case .addresses(let question): question.completion(.fault(words))
        case .records(let question): question.completion(.failure(.ours(words)))
        case .forget: break
        }
    }
}

/// A query for the addresses of one family.
struct AddressQuestion: Sendable {
    let name: String
    let family: IPAddress.Family
    /// Whether to send a new query even if the same one is in progress.
    let isFresh: Bool
    let completion: @Sendable (NameAnswer) -> Void
}

/// A query for records.
struct RecordQuestion: Sendable {
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

    func take(_ request: ResolverRequest) {
        switch request {
        case .addresses(let question): self.ask(question)
        case .records(let question): self.ask(question, overTCP: question.overTCP)
        case .forget(let number): self.forget(number)
        }
    }

    func retire() { self.channels.retire() }

    /// Sends an address query. A thousand checks of one host at one instant send one query.
    private func ask(_ question: AddressQuestion) {
        let subject = Subject(name: question.name, family: question.family)
        if !question.isFresh, let query = self.pending[subject], NIODeadline.now() - query.began < Self.joinWindow {
            query.waiting.append(question.completion)
            return
        }
        guard let channel = self.channels.find(nil, for: .addresses) else {
            return question.completion(.fault("could not be set up"))
        }
        let query = PendingQuery()
        query.waiting.append(question.completion)
        self.pending[subject] = query
        channel.ask(question.name, question.family) { answer in
            if self.pending[subject] === query { self.pending[subject] = nil }
            for completion in query.waiting { completion(answer) }
        }
    }

    /// Sends a record query, and repeats it over TCP if the answer is truncated. c-ares does not repeat it, because it gives a
    /// stream no more time than a datagram.
    private func ask(_ question: RecordQuestion, overTCP: Bool) {
        guard let channel = self.channels.find(question.servers, for: overTCP ? .stream : .datagrams) else {
            return question.completion(.failure(.ours("could not be set up")))
        }
        let wasTruncated = overTCP && !question.overTCP
        self.records[question.number] = channel
        channel.ask(question.name, type: question.type) { answer in
            let isAwaited = self.records.removeValue(forKey: question.number) != nil
            if isAwaited, !overTCP, answer.isTruncated {
                self.ask(question, overTCP: true)
            } else {
                question.completion(wasTruncated ? answer.afterTruncation : answer)
            }
        }
    }

    /// Forgets a query. c-ares cannot cancel a single one. When no caller waits for any query of a channel, all are cancelled.
    private func forget(_ number: UInt64) {
        guard let channel = self.records.removeValue(forKey: number) else { return }
        if !self.records.values.contains(where: { $0 === channel }) { channel.cancel() }
    }
}
