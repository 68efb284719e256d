/// The names of all our keys in Redis. All share one prefix, so that installations can share a database.
struct RedisKeys: Sendable {
    /// The one consumer group of each location's stream.
    static let group = "runners"

    let prefix: String

    /// A stream with one entry for each task.
    func tasks(_ location: String) -> String { "\(self.prefix)tasks:\(location)" }
    /// The highest epoch that leads.
    var leader: String { "\(self.prefix)leader" }
    /// Exists while the consumer lives.
    func pulse(_ consumer: String, at location: String) -> String { "\(self.prefix)runner:\(location):\(consumer)" }
    /// A stream with several events in each entry.
    var events: String { "\(self.prefix)events" }
    /// A stream with one topic in each entry.
    var wakeUps: String { "\(self.prefix)wake" }
    /// A list of request names.
    func requests(_ answerer: Answerer) -> String { "\(self.prefix)questions:\(answerer.name)" }
    /// Exists while a process answers.
    func presence(_ answerer: Answerer) -> String { "\(self.prefix)answers:\(answerer.name)" }
    /// A request; exists until a process receives it or its deadline passes.
    func request(_ name: String) -> String { "\(self.prefix)question:\(name)" }
    /// Exists while the caller waits for the answer to a request.
    func requester(_ name: String) -> String { "\(self.prefix)asker:\(name)" }
    /// A list of the answers to a process.
    func replies(_ process: String) -> String { "\(self.prefix)replies:\(process)" }
    /// A cached value.
    func cached(_ key: String) -> String { "\(self.prefix)cache:\(key)" }
    /// Exists while a process computes a value to cache.
    func computing(_ key: String) -> String { "\(self.prefix)computing:\(key)" }
    /// A set of the keys that carry a tag.
    func tag(_ tag: String) -> String { "\(self.prefix)tag:\(tag)" }
    /// Increases with every drop.
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
