import HTTPTypes
import HawkBroker
import HawkCore
import HawkEngine
import HawkTestSupport

/// Reads live events as they arrive.
struct EventReader {
    struct Event: Equatable {
        let id: String
        let type: String
        let data: JSONValue
    }

    private let client: RawClient
    /// The received bytes as text, without carriage returns.
    private var text = ""
    private var returned = 0

    /// - Parameter head: the request. Its connection must close after the response.
    init(_ client: RawClient, sending head: String) async {
        self.client = client
        client.send(head)
        while self.blocks.count < 2, await self.receive() {}
    }

    /// The status line and the headers in lower case.
    var head: String { self.blocks.first?.lowercased() ?? "" }
    var isOpen: Bool { self.head.hasPrefix("http/1.1 200") }
    /// The id at the start of the stream. Nil if there is none.
    var start: String? { self.blocks.dropFirst().first.flatMap { Self.field("id", of: $0) } }

    /// Waits for the next events. Returns fewer if the stream ends before.
    mutating func next(_ count: Int = 1) async throws -> [Event] {
        while self.events.count < self.returned + count, await self.receive() {}
        let next = self.events.dropFirst(self.returned).prefix(count)
        self.returned += next.count
        return try next.map { block in
            let data = try JSONParser.parse(Array((Self.field("data", of: block) ?? "").utf8))
            return Event(id: Self.field("id", of: block) ?? "", type: Self.field("event", of: block) ?? "", data: data)
        }
    }

    /// - Returns: false if the server has closed the connection.
    private mutating func receive() async -> Bool {
        let received = await self.client.receive(until: "\n")
        self.text += String(decoding: received.utf8.filter { $0 != UInt8(ascii: "\r") }, as: UTF8.self)
        return !received.isEmpty
    }

    /// The complete parts of the response: the head, the start of the stream, and the events. The server writes only whole
    /// events, so the length of a chunk is always a line of its own.
    private var blocks: [Substring] { self.text.split(separator: "\n\n", omittingEmptySubsequences: false).dropLast() }
    private var events: [Substring] { self.blocks.dropFirst().filter { Self.field("event", of: $0) != nil } }

    private static func field(_ name: String, of block: Substring) -> String? {
        block.split(separator: "\n").first { $0.hasPrefix("\(name): ") }.map { String($0.dropFirst(name.count + 2)) }
    }
}

extension TestApp {
    /// Publishes live events of an organization. Nil stands for all organizations.
    func publish(_ kinds: LiveEvent.Kind..., of organization: ID<Organization>?) async {
        await self.engine.broker.publish(kinds.map { LiveEvent(organization: organization, at: self.clock.now, kind: $0) })
    }

    func organization(of person: Person) async throws -> ID<Organization> {
        ID(try await self.as(person).get("/api/v1/organization").json["id"]?.int ?? 0)
    }
}

extension HTTPField.Name {
    static let lastEventID = Self("Last-Event-ID")!  // SAFETY: a literal token
}
