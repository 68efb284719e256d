import HawkCore
import HawkTestSupport
import Testing

/// The owner of the installation, signed up and with a token. Its functions are what owners do, in the API's terms.
struct Owner {
    let caller: Caller

    /// Signs up as the first user of a new installation.
    init(signingUpAt installation: Installation) async throws {
        let browser = Caller(installation.url)
        let account = try await browser.post(
            "/api/v1/auth/signup",
            ["email": "olivia@example.com", "password": "correct horse battery", "name": "Olivia", "organization_name": "Acme"]
        ).json()
        #expect(account["organization"]?["name"]?.string == "Acme")
        let token = try await browser.post("/api/v1/tokens", ["name": "tests", "role": "owner"]).json()
        self.caller = Caller(installation.url, token: try #require(token["token"]?.string))
    }

    /// A user who has signed up before.
    init(_ caller: Caller) { self.caller = caller }

    func createChannels(_ world: World) async throws {
        _ = try await self.create(
            "channels",
            [
                "name": "Hook", "type": "webhook", "is_default": true,
                "config": ["url": .string(world.webhookURL), "secret": "a secret of sixteen or more"],
            ])
        _ = try await self.create(
            "channels",
            [
                "name": "Mail", "type": "email", "is_default": true,
                "config": ["to": ["oncall@example.com"], "smtp_url": .string(world.mailServer)],
            ])
    }

    /// Monitors the world's HTTP target each second, and confirms a failure at once.
    func watchHTTP(_ world: World) async throws -> Watched {
        try await self.watch(["name": "Shop", "type": "http", "target": .string(world.httpTarget)])
    }

    func watchTCP(_ world: World) async throws -> Watched {
        try await self.watch(["name": "Queue", "type": "tcp", "target": .string(world.tcpTarget)])
    }

    /// Monitors a target each second.
    func watch(_ type: String, _ target: String, confirmations: Int64) async throws -> Watched {
        try await self.watch(["type": .string(type), "target": .string(target), "confirmations": .int(confirmations)])
    }

    func publishPage(of monitors: [Watched]) async throws {
        let components = monitors.map { JSONValue.object(["name": .string("Component \($0.id)"), "monitor_id": .int($0.id)]) }
        _ = try await self.create(
            "status-pages",
            [
                "slug": "acme", "title": "Acme's status", "published": true,
                "sections": [["name": "Services", "components": .array(components)]],
            ])
    }

    /// The organization's incidents, newest first.
    func incidents() async throws -> [JSONValue] { try await self.caller.get("/api/v1/incidents").json().items }

    /// Creates a monitor with an interval of one second.
    func watch(_ monitor: JSONValue) async throws -> Watched {
        let created = try await self.create(
            "monitors",
            JSONValue.object([
                "interval_seconds": 1, "timeout_seconds": 0.9, "confirmations": 1, "confirmation_delay_seconds": 0,
            ]).merging(monitor))
        return Watched(id: try #require(created["id"]?.int), caller: self.caller)
    }

    private func create(_ collection: String, _ body: JSONValue) async throws -> JSONValue {
        let answer = try await self.caller.post("/api/v1/\(collection)", body)
        #expect(answer.status == 201, "\(answer)")
        return try answer.json()
    }
}

/// One monitor, as its owner sees it.
struct Watched {
    let id: Int64
    let caller: Caller

    var status: String? {
        get async throws { try await self.caller.get("/api/v1/monitors/\(self.id)").json()["status"]?.string }
    }

    /// The newest results, newest first.
    func results() async throws -> [JSONValue] {
        try await self.caller.get("/api/v1/monitors/\(self.id)/results?limit=500").json().items
    }

    /// The slots of the stored results, in order.
    func slots() async throws -> [String] {
        try await self.results().compactMap { $0["scheduled_at"]?.string }.sorted()
    }

    func becomes(_ status: String) async throws {
        try await eventually("monitor \(self.id) is \(status)") { try await self.status == status }
    }

    /// Waits for a result newer than all of `slots`.
    func isCheckedAgain(after slots: [String]) async throws {
        try await eventually("monitor \(self.id) is checked again") {
            try await self.slots().last ?? "" > slots.last ?? ""
        }
    }
}
