import HawkCore
import HawkTestSupport
import Testing

/// Strangers sign up while sign-ups are open.
@Suite(.serialized) struct SignUpTests {
    private static let settings = ["STATUSHAWK_SIGNUPS": "open", "SMTP_URL": "{mail}", "SMTP_FROM": "hawk@example.com"]

    private func account(_ email: String, _ more: JSONValue = [:]) -> JSONValue {
        JSONValue.object(["email": .string(email), "password": "correct horse battery", "name": "Dana"]).merging(more)
    }

    /// Returns the mail that an address got.
    private func mail(to address: String, _ world: World) async throws -> JSONValue {
        try await awaitValue("a mail to \(address)") {
            try await world.journal().mails.first { $0["recipients"]?.array == [.string(address)] }
        }
    }

    @Test(arguments: Topology.all)
    func `only the link in a mail creates an account, and an existing account stays hidden`(_ topology: Topology) async throws {
        try await withInstallation(topology, settings: Self.settings) { installation, world in
            _ = try await Owner(signingUpAt: installation)
            let dana = Caller(installation.url)
            #expect(try await dana.get("/api/v1/setup").json()["signup_confirmation"] == .bool(true))
            #expect(try await dana.post("/api/v1/auth/signup", self.account("dana@example.com")).status == 403)
            var answers: [String] = []
            for email in ["dana@example.com", "olivia@example.com"] {
                answers.append("\(try await dana.post("/api/v1/auth/signup/confirmation", ["email": .string(email)]))")
            }
            #expect(answers[0].hasPrefix("202 ") && answers[0] == answers[1])

            let text = try #require(try await self.mail(to: "dana@example.com", world)["text"]?.string)
            let start = try #require(text.firstRange(of: "/signup#confirmation="))
            let token = String(text[start.upperBound...].prefix { !$0.isWhitespace })
            let confirmation = JSONValue.object(["confirmation": .string(token)])
            let joined = try await dana.post("/api/v1/auth/signup", self.account("dana@example.com").merging(confirmation))
            #expect(joined.status == 201, "\(joined)")
            #expect(try await dana.get("/api/v1/auth/me").json()["user"]?["email"]?.string == "dana@example.com")

            let known = try await self.mail(to: "olivia@example.com", world)
            #expect(known["subject"]?.string == "You already have an account")
            #expect(known["text"]?.string?.contains("confirmation=") == false)
            #expect(!installation.errors.contains(token), "the log holds the token")
        }
    }
}
