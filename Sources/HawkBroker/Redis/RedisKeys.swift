/// The names of everything that we keep in Redis. All begin alike, so that a database can be shared.
struct RedisKeys: Sendable {
    /// The one consumer group of each location's stream.
    static let group = "runners"

    let prefix: String

    /// A stream: an entry for each task.
    func tasks(_ location: String) -> String { "\(self.prefix)tasks:\(location)" }
    /// The highest epoch that leads.
    var leader: String { "\(self.prefix)leader" }
    /// There while the consumer lives.
    func pulse(_ consumer: String, at location: String) -> String { "\(self.prefix)runner:\(location):\(consumer)" }
    /// A stream: several events in an entry.
    var events: String { "\(self.prefix)events" }
    /// A stream: a topic in an entry.
    var wakeUps: String { "\(self.prefix)wake" }
    /// A list: the names of questions.
    func questions(_ answerer: Answerer) -> String { "\(self.prefix)questions:\(answerer.name)" }
    /// There while somebody answers.
    func presence(_ answerer: Answerer) -> String { "\(self.prefix)answers:\(answerer.name)" }
    /// A question, there until it is taken or its deadline has come.
    func question(_ name: String) -> String { "\(self.prefix)question:\(name)" }
    /// There while somebody waits for the answer to a question.
    func asker(_ name: String) -> String { "\(self.prefix)asker:\(name)" }
    /// A list: the answers to a process.
    func replies(_ process: String) -> String { "\(self.prefix)replies:\(process)" }
    /// What is kept by the cache.
    func cached(_ key: String) -> String { "\(self.prefix)cache:\(key)" }
    /// There while some process computes what is to be kept.
    func computing(_ key: String) -> String { "\(self.prefix)computing:\(key)" }
    /// A set: the keys that carry a tag.
    func tag(_ tag: String) -> String { "\(self.prefix)tag:\(tag)" }
    /// Grows with every drop.
    var generation: String { "\(self.prefix)cache-generation" }
}

extension Answerer {
    fileprivate var name: String {
        switch self {
        case .runner(let location): "runner:\(location)"
        case .notifier: "notifier"
        }
    }
}
