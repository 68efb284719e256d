import HTTPTypes
import HawkCore
import HawkEngine
import HawkNet
import HawkStore
import HawkTestSupport
import Testing

@testable import HawkAPI

@Suite struct SignInTests {
    private func account(_ email: String, _ password: String = Person.password) -> JSONValue {
        ["email": .string(email), "password": .string(password)]
    }

    @Test func `the session cookie is limited to this site's requests`() async throws {
        try await withTestApp { app async throws in
            let answer = try await app.anyone.post("/api/v1/auth/login", self.account("ALICE@example.com"))
            #expect(answer.status == 200)
            #expect(try answer.json["organizations"]?.array?.first?["name"] == "Acme")
            let cookies = answer.headers[values: .setCookie]
            try #require(cookies.count == 2)
            #expect(
                cookies[0].hasPrefix("statushawk_session=")
                    && cookies[0].hasSuffix("; Path=/; Max-Age=7776000; HttpOnly; SameSite=Lax"))
            #expect(
                cookies[1].hasPrefix("statushawk_device=")
                    && cookies[1].hasSuffix("; Path=/api/v1/auth; Max-Age=31536000; HttpOnly; SameSite=Strict"))
        }
    }

    @Test func `over HTTPS the cookie is bound to this host, and an older one is valid until the next sign-in`()
        async throws
    {
        let loopback = TrustedProxies([AddressRange("127.0.0.0/8")].compactMap { $0 })
        try await withTestApp(proxies: loopback) { app async throws in
            let secured = app.anyone.with(HTTPField.Name("X-Forwarded-Proto")!, "https")
            let answer = try await secured.post("/api/v1/auth/login", self.account(Person.alice.email))
            let cookies = answer.headers[values: .setCookie]
            #expect(cookies.count == 2 && cookies.first?.hasPrefix("__Host-statushawk_session=") == true)
            #expect(cookies.first?.hasSuffix("; Path=/; Max-Age=7776000; HttpOnly; SameSite=Lax; Secure") == true)
            let session = try #require(answer.session)
            #expect(try await secured.with(.cookie, session).get("/api/v1/auth/me").status == 200)
            // A neighbouring host may set a cookie with the old name: the host-bound one wins.
            let planted = try await app.anyone.post("/api/v1/auth/login", self.account(Person.charlie.email)).session ?? ""
            let both = secured.with(.cookie, "\(planted); \(session)")
            #expect(try await both.get("/api/v1/auth/me").json["user"]?["email"]?.string == Person.alice.email)
            // Without it, the old cookie is still valid, also beside an expired one.
            #expect(try await secured.with(.cookie, planted).get("/api/v1/auth/me").status == 200)
            let stale = secured.with(.cookie, "__Host-statushawk_session=over; \(planted)")
            #expect(try await stale.get("/api/v1/auth/me").json["user"]?["email"]?.string == Person.charlie.email)
            let again = try await stale.with(.origin, app.url).post("/api/v1/auth/login", self.account(Person.alice.email))
            #expect(
                again.headers[values: .setCookie].dropFirst().first
                    == "statushawk_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure"
            )
        }
    }

    @Test func `a wrong password and an unknown address get the same response`() async throws {
        try await withTestApp { app async throws in
            let wrong = try await app.anyone.post("/api/v1/auth/login", self.account(Person.alice.email, "not the password"))
            let unknown = try await app.anyone.post("/api/v1/auth/login", self.account("nobody@example.com"))
            #expect(wrong.status == 401 && unknown.status == 401)
            #expect(wrong.text == unknown.text)
            #expect(!wrong.headers.contains(.setCookie))
        }
    }

    @Test func `guessing at one account is rate limited`() async throws {
        try await withTestApp { app async throws in
            func attempt(_ password: String = "not the password") async throws -> Answer {
                try await app.anyone.post("/api/v1/auth/login", self.account(Person.bob.email, password))
            }
            for _ in 0..<10 { #expect(try await attempt().status == 401) }
            let refused = try await attempt(Person.password)
            #expect(refused.status == 429)
            #expect(refused.headers[.retryAfter] == "60")
            #expect(try await app.anyone.post("/api/v1/auth/login", self.account(Person.charlie.email)).status == 200)
            app.clock.advance(by: .seconds(60))
            #expect(try await attempt(Person.password).status == 200)
        }
    }

    @Test func `guessing from one network is rate limited`() async throws {
        try await withTestApp { app async throws in
            for number in 0..<30 {
                #expect(try await app.anyone.post("/api/v1/auth/login", self.account("n\(number)@example.com")).status == 401)
            }
            #expect(try await app.anyone.post("/api/v1/auth/login", self.account(Person.alice.email)).status == 429)
        }
    }

    @Test func `a session expires after thirty days without use`() async throws {
        try await withTestApp { app async throws in
            for _ in 0..<2 {
                app.clock.advance(by: .days(29))
                #expect(try await app.as(.alice).get("/api/v1/auth/me").status == 200)
            }
            app.clock.advance(by: .days(30))
            #expect(try await app.as(.alice).get("/api/v1/auth/me").status == 401)
        }
    }

    @Test func `a session ends ninety days after the sign-in, however much it is used`() async throws {
        try await withTestApp { app async throws in
            for _ in 0..<89 {
                app.clock.advance(by: .days(1))
                #expect(try await app.as(.alice).get("/api/v1/auth/me").status == 200)
            }
            let session = try await app.as(.alice).get("/api/v1/auth/sessions").json.items.first
            let end = session?["expires_at"]?.string.flatMap { Instant($0) }
            #expect(end.map { $0 - app.clock.now } == .days(1))
            app.clock.advance(by: .days(1))
            #expect(try await app.as(.alice).get("/api/v1/auth/me").status == 401)
        }
    }

    @Test func `signing out ends the session`() async throws {
        try await withTestApp { app async throws in
            let answer = try await app.as(.alice).post("/api/v1/auth/logout")
            #expect(answer.status == 204)
            #expect(answer.headers[.setCookie]?.contains("Max-Age=0") == true)
            #expect(try await app.as(.alice).get("/api/v1/auth/me").status == 401)
        }
    }

    @Test func `only their user lists and revokes sessions`() async throws {
        try await withTestApp { app async throws in
            let other = try await app.anyone.with(.userAgent, "Phone").post(
                "/api/v1/auth/login", self.account(Person.alice.email))
            let sessions = try await app.as(.alice).get("/api/v1/auth/sessions").json.items
            #expect(sessions.map { $0["current"] } == [false, true])
            #expect(sessions.first?["user_agent"] == "Phone")
            let id = try #require(sessions.first?["id"]?.int)
            #expect(try await app.as(.charlie).delete("/api/v1/auth/sessions/\(id)").status == 404)
            #expect(try await app.as(.alice).delete("/api/v1/auth/sessions/\(id)").status == 204)
            #expect(try await app.anyone.with(.cookie, other.session).get("/api/v1/auth/me").status == 401)
        }
    }

    @Test func `the database contains neither cookies nor passwords`() async throws {
        try await withTestApp { app async throws in
            let answer = try await app.anyone.post("/api/v1/auth/login", self.account(Person.alice.email))
            let secret = try #require(answer.session?.split(separator: "=").last.map(String.init))
            let sessions = try await app.database.read { db in
                try db.rows("SELECT token_hash FROM sessions") { try $0.next([UInt8].self) }
            }
            #expect(sessions.contains(Credential(presented: secret).hash) && !sessions.contains(Array(secret.utf8)))
            let hashes = try await app.database.read { db in
                try db.rows("SELECT password_hash FROM users") { try $0.next(String.self) }
            }
            #expect(hashes.count == 3 && Set(hashes).count == 3 && hashes.allSatisfy { $0.hasPrefix("$scrypt$ln=1,r=8,p=1$") })
        }
    }
}
