import NIOCore

/// What the resolver's thread is asked. Completions run on that thread: hop away at once.
enum ResolverRequest: Sendable {
    case addresses(AddressQuestion)
    case records(RecordQuestion)
    /// Nobody waits any more for the answer to the question for records of this number.
    case forget(UInt64)

    /// Answers what is not asked any more.
    func refuse(_ words: String) {
        switch self {
        case .addresses(let question): question.completion(.fault(words))
        case .records(let question): question.completion(.failure(.ours(words)))
        case .forget: break
        }
    }
}

/// A question for the addresses of one family.
struct AddressQuestion: Sendable {
    let name: String
    let family: IPAddress.Family
    /// Asks anew even where the same is being asked.
    let isFresh: Bool
    let completion: @Sendable (NameAnswer) -> Void
}

/// A question for records.
struct RecordQuestion: Sendable {
    let number: UInt64
    let name: String
    let type: UInt16
    /// nil: this machine's.
    let servers: [Endpoint]?
    let overTCP: Bool
    let completion: @Sendable (MessageAnswer) -> Void
}

/// Asks through c-ares what the resolver's thread is given, on that thread only.
final class QueryCoalescer {
    private struct Subject: Hashable {
        let name: String
        let family: IPAddress.Family
    }

    /// One query for addresses, and all who wait for its answer.
    private final class PendingQuery {
        let began = NIODeadline.now()
        var waiting: [(NameAnswer) -> Void] = []
    }

    /// Who comes later than this would share a query that has been repeated already and may be about to fail.
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

    /// A thousand checks of one host at one instant ask once.
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

    /// Over TCP too where the answer does not fit into a datagram. Not left to c-ares, which gives a stream no more time than a
    /// datagram.
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

    /// c-ares cannot take back one query; once nobody waits for any of a channel's, all of them are.
    private func forget(_ number: UInt64) {
        guard let channel = self.records.removeValue(forKey: number) else { return }
        if !self.records.values.contains(where: { $0 === channel }) { channel.cancel() }
    }
}
