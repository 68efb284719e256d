import Foundation
import HawkCore
import HawkTestSupport
import Testing

/// The outside world of one test: an HTTP and a TCP target, a webhook receiver and a mail server.
///
/// All four are real, in one process of Tests/Tools/world.py, and can be broken and repaired.
final class World: Sendable {
    private let program: Program
    /// Open while the world exists. At its end the process ends too, however the test ended.
    private let lifeline: Pipe
    private let control: Caller
    private let ports: [String: Int64]

    /// What the webhook receiver and the mail server got, in order, including what they never answered.
    struct Journal {
        /// `{delivery, signature, body}` each.
        let webhooks: [JSONValue]
        /// `{message_id, subject, recipients, text}` each.
        let mails: [JSONValue]
        /// How many requested blips have not met a request yet.
        let blipsLeft: Int64

        /// The delivery keys of the webhook's messages about `event`. A repeat adds none.
        func deliveries(of event: String) -> Set<String> {
            Set(self.webhooks.filter { $0["body"]?["event"]?.string == event }.compactMap { $0["delivery"]?.string })
        }

        /// The message ids of all mails. A repeat adds none.
        var messageIDs: Set<String> { Set(self.mails.compactMap { $0["message_id"]?.string }) }
    }

    init(in place: Place) async throws {
        let python = try #require(Place.python)
        let lifeline = Pipe()
        let program = try Program([Place.repository + "/Tests/Tools/world.py"], of: python, in: place, input: lifeline)
        let ports: JSONValue = try await awaitValue("the outside world: \(program.errors)") {
            program.output.hasSuffix("\n") ? try JSONDecoder().decode(JSONValue.self, from: Data(program.output.utf8)) : nil
        }
        self.ports = (ports.object ?? [:]).compactMapValues(\.int)
        self.control = Caller("http://127.0.0.1:\(self.ports["control"] ?? 0)")
        self.lifeline = lifeline
        self.program = program
    }

    var httpTarget: String { "http://127.0.0.1:\(self.ports["http"] ?? 0)/health" }
    var tcpTarget: String { "127.0.0.1:\(self.ports["tcp"] ?? 0)" }
    var webhookURL: String { "http://127.0.0.1:\(self.ports["webhook"] ?? 0)/alerts" }
    var mailServer: String { "smtp://127.0.0.1:\(self.ports["mail"] ?? 0)" }

    /// Breaks or repairs parts: `http` and `tcp` are `up`, `fail` or `refuse`; `webhook` and `mail` are `accept` or `hold`.
    func set(_ modes: JSONValue) async throws { _ = try await self.control.post("/set", modes).json() }

    /// Makes only the next request to the HTTP target fail.
    func blip() async throws { _ = try await self.control.post("/blip").json() }

    func journal() async throws -> Journal {
        let journal = try await self.control.get("/journal").json()
        return Journal(
            webhooks: journal["webhooks"]?.array ?? [], mails: journal["mails"]?.array ?? [],
            blipsLeft: journal["blips_left"]?.int ?? 0)
    }
}
