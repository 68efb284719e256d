import HTTPTypes
import HawkCore
import HawkEngine
import HawkNet
import HawkTestSupport
import Testing

@testable import HawkAPI

/// Guessing at an account is rate limited, and its owner can still sign in.
@Suite struct LockOutTests {
    /// Each test sends from many networks through a proxy on this machine.
    private static let proxies = TrustedProxies([AddressRange("127.0.0.0/8")].compactMap { $0 })
    private let forwardedFor = HTTPField.Name("X-Forwarded-For")!  // SAFETY: a literal token

    private func signIn(
        _ app: TestApp, from address: String, _ password: String = Person.password, as person: Person = .alice,
        device: String? = nil
    ) async throws -> Answer {
        try await app.anyone.with(self.forwardedFor, address).with(.cookie, device).post(
            "/api/v1/auth/login", ["email": .string(person.email), "password": .string(password)])
    }

    /// The cookie of a browser that has signed in.
    private func device(_ app: TestApp, as person: Person = .alice) async throws -> String {
        let answer = try await self.signIn(app, from: "192.0.2.1", as: person)
        return try #require(answer.headers[values: .setCookie].last.map { String($0.prefix { $0 != ";" }) })
    }

    @Test func `ten wrong passwords from one network lock out no other network`() async throws {
        try await withTestApp(proxies: Self.proxies) { app async throws in
            for _ in 0..<10 { #expect(try await self.signIn(app, from: "203.0.113.9", "not the password").status == 401) }
            #expect(try await self.signIn(app, from: "203.0.113.9").status == 429)
            #expect(try await self.signIn(app, from: "198.51.100.7").status == 200)
        }
    }

    @Test func `guesses from many networks slow strangers down, but not a known device`() async throws {
        try await withTestApp(proxies: Self.proxies) { app in
            let device = try await self.device(app)
            for number in 0..<100 {
                let answer = try await self.signIn(app, from: "203.0.113.\(number)", "not the password")
                #expect(answer.status == 401)
            }
            #expect(try await self.signIn(app, from: "198.51.100.7").status == 429)
            #expect(try await self.signIn(app, from: "198.51.100.7", device: device).status == 200)
            app.clock.advance(by: .seconds(30))
            #expect(try await self.signIn(app, from: "198.51.100.7").status == 200)
        }
    }

    @Test func `a known device behind the guessing address can sign in`() async throws {
        try await withTestApp(proxies: Self.proxies) { app in
            let device = try await self.device(app)
            for number in 0..<40 {
                _ = try await app.anyone.with(self.forwardedFor, "203.0.113.9").post(
                    "/api/v1/auth/login", ["email": .string("n\(number)@example.com"), "password": "x"])
            }
            #expect(try await self.signIn(app, from: "203.0.113.9").status == 429)
            #expect(try await self.signIn(app, from: "203.0.113.9", device: device).status == 200)
        }
    }

    @Test func `a device may guess no more often than a stranger, and only at its own account`() async throws {
        try await withTestApp(proxies: Self.proxies) { app in
            let (alices, charlies) = (try await self.device(app), try await self.device(app, as: .charlie))
            for _ in 0..<10 {
                #expect(try await self.signIn(app, from: "203.0.113.9", "not the password", device: alices).status == 401)
            }
            #expect(try await self.signIn(app, from: "203.0.113.9", device: alices).status == 429)
            for _ in 0..<10 {
                #expect(try await self.signIn(app, from: "203.0.113.9", "not the password", device: charlies).status == 401)
            }
            #expect(try await self.signIn(app, from: "203.0.113.9", device: charlies).status == 429)
        }
    }

    @Test(arguments: [
        "", "x", "1.2.3", "1..", "1.2.3.4", String(repeating: "a", count: 10_000), "9223372036854775807.a.b.c",
        "-9223372036854775808.a.b.c",
    ])
    func `an invalid device counts as a stranger`(_ value: String) async throws {
        try await withTestApp(proxies: Self.proxies) { app async throws in
            for _ in 0..<10 { _ = try await self.signIn(app, from: "203.0.113.9", "no", device: "statushawk_device=\(value)") }
            #expect(try await self.signIn(app, from: "203.0.113.9", device: "statushawk_device=\(value)").status == 429)
        }
    }

    @Test func `a device is forgotten after a year`() async throws {
        try await withTestApp(proxies: Self.proxies) { app in
            let device = try await self.device(app)
            func isKnown() async throws -> Bool {
                for _ in 0..<10 { _ = try await self.signIn(app, from: "203.0.113.9", "not the password") }
                return try await self.signIn(app, from: "203.0.113.9", device: device).status == 200
            }
            app.clock.advance(by: .days(364))
            #expect(try await isKnown())
            app.clock.advance(by: .days(1))
            #expect(try await !isKnown())
        }
    }
}
