import Foundation
import HawkCore
import HawkNet
import HawkTestSupport
import Testing

/// Servers that start in plain text, valid and hostile ones.
@Suite struct StartTLSTests {
    private typealias Step = DialogueTestServer.Step

    private let secure: Step

    init() throws {
        self.secure = .secure(try TrustFile.shared.authority.issue(["local.test"]).serverConfiguration)
    }

    private static let smtp: [Step] = [
        .send("220-mail.test\r\n220 ESMTP\r\n"), .receive, .send("250-mail.test\r\n250-SIZE 1000\r\n250 starttls\r\n"), .receive,
        .send("220 go ahead\r\n"),
    ]
    private static let imap: [Step] = [
        .send("* OK [CAPABILITY IMAP4rev1] ready\r\n"), .receive,
        .send("* CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED\r\nA OK done\r\n"), .receive, .send("B OK begin\r\n"),
    ]
    private static let pop3: [Step] = [
        .send("+OK ready\r\n"), .receive, .send("+OK\r\nUSER\r\nSTLS\r\n.\r\n"), .receive, .send("+OK begin\r\n"),
    ]

    @Test(arguments: [("smtp", Self.smtp), ("imap", Self.imap), ("pop3", Self.pop3)])
    private func `TLS begins when the server agrees, and its chain is verified`(_ name: String, _ steps: [Step]) async throws {
        let server = try await DialogueTestServer(steps + [self.secure, .receive])
        for type in [MonitorType.tls, .tcp] {
            let seen = try await self.observe(type, server, name)
            #expect(seen.outcome == .up, "\(seen.message)")
            #expect(seen.chain?.leaf.names == ["local.test"] && seen.phases.tls != nil)
        }
        let commands = [
            "smtp": ["EHLO [127.0.0.1]", "STARTTLS"], "imap": ["A CAPABILITY", "B STARTTLS"], "pop3": ["CAPA", "STLS"],
        ]
        #expect(Array(server.lines.prefix(2)) == commands[name])
        #expect(try OpenConnections.count(toPort: server.port) == 0)
    }

    @Test func `a third-party server works as well`() async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "hawk-smtp-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }  // left-over files of a test do no harm
        let identity = try TrustFile.shared.authority.issue(["local.test"])
        let files = ["cert.pem": identity.certificatePEM, "key.pem": identity.keyPEM]
        for (name, text) in files { try Data(text.utf8).write(to: directory.appending(path: name)) }
        let here = URL(filePath: #filePath).deletingLastPathComponent()
        let root = here.deletingLastPathComponent().deletingLastPathComponent()
        let tools = ProcessInfo.processInfo.environment["HAWK_TEST_TOOLS"] ?? root.appending(path: ".build/tools/venv").path
        let server = try await ListeningProcess(
            "\(tools)/bin/python",
            [here.appending(path: "Servers/smtp_server.py").path]
                + ["cert.pem", "key.pem"].map { directory.appending(path: $0).path },
            announcing: "port ")
        let target = "local.test:\(server.port)"
        #expect(try await ProbeFixture().observe(.tls, target, ["starttls": "smtp"]).outcome == .up)
        let settings: JSONValue = ["starttls": "smtp", "send": #"EHLO x\r\n"#, "expect": "250 HELP"]
        let seen = try await ProbeFixture().observe(.tcp, target, settings)
        #expect(seen.outcome == .up, "\(seen.message) \(seen.evidence.body ?? "")")
    }

    @Test func `a text may be sent and a reply expected afterwards`() async throws {
        let server = try await DialogueTestServer(Self.smtp + [self.secure, .receive, .send("250 AUTH PLAIN\r\n")])
        let seen = try await ProbeFixture().observe(
            .tcp, "local.test:\(server.port)", ["starttls": "smtp", "send": #"EHLO x\r\n"#, "expect": "AUTH PLAIN"])
        #expect(seen.outcome == .up, "\(seen.message)")
        #expect(server.lines.last == "EHLO x")
    }

    @Test func `an invalid certificate after STARTTLS is refused as usual`() async throws {
        let own = Step.secure(try TestIdentity.selfSigned("local.test").serverConfiguration)
        let server = try await DialogueTestServer(Self.imap + [own, .receive])
        #expect(try await self.observe(.tls, server, "imap").reason == .certificateInvalid)
    }

    @Test func `a POP3 server without a list of capabilities gets the command anyway`() async throws {
        let steps: [Step] = [
            .send("+OK\r\n"), .receive, .send("-ERR unknown\r\n"), .receive, .send("+OK\r\n"), self.secure, .receive,
        ]
        let server = try await DialogueTestServer(steps)
        #expect(try await self.observe(.tls, server, "pop3").outcome == .up)
    }

    @Test(arguments: [
        ("smtp", [Step.send("220 x\r\n"), .receive, .send("250-x\r\n250 SIZE\r\n"), .receive], "does not offer STARTTLS"),
        (
            "smtp", [.send("220 x\r\n"), .receive, .send("250 STARTTLS\r\n"), .receive, .send("454 not now\r\n")],
            "refused STARTTLS with \"454 not now\""
        ),
        (
            "imap", [.send("* OK\r\n"), .receive, .send("* CAPABILITY IMAP4rev1\r\nA OK\r\n"), .receive],
            "does not offer STARTTLS"
        ),
        (
            "imap", [.send("* PREAUTH welcome\r\n"), .receive],
            "offers no STARTTLS because it treats every client as signed in (PREAUTH)"
        ),
        (
            "imap", [.send("* OK\r\n"), .receive, .send("* CAPABILITY STARTTLS\r\nA OK\r\n"), .receive, .send("B NO never\r\n")],
            "refused STARTTLS with \"B NO never\""
        ),
        ("pop3", [.send("+OK\r\n"), .receive, .send("+OK\r\nUSER\r\n.\r\n"), .receive], "does not offer STARTTLS"),
        (
            "pop3", [.send("+OK\r\n"), .receive, .send("-ERR\r\n"), .receive, .send("-ERR what\r\n")],
            "refused STARTTLS with \"-ERR what\""
        ),
    ])
    private func `a server without STARTTLS fails in TLS`(_ name: String, _ steps: [Step], _ message: String) async throws {
        let server = try await DialogueTestServer(steps)
        let seen = try await self.observe(.tls, server, name)
        #expect(seen.outcome == .down && seen.reason == .tls)
        #expect(seen.message == "local.test:\(server.port) \(message)")
    }

    @Test(arguments: [
        ("smtp", [Step.send("554 no service\r\n")], "greeted with \"554 no service\""),
        ("smtp", [.send("220 x\r\n"), .receive, .send("502 what\u{1B}[31m?\r\n")], "answered \"502 what?[31m?\" to EHLO"),
        ("smtp", [.send("SSH-2.0-x\r\n")], "sent something that is not SMTP"),
        ("imap", [.send("220 x\r\n")], "sent something that is not IMAP"),
        ("imap", [.send("* BYE overloaded\r\n")], "greeted with \"* BYE overloaded\""),
        ("imap", [.send("* OK\r\n"), .receive, .send("* BYE\r\n")], "answered \"* BYE\" to CAPABILITY"),
        ("pop3", [.send("* OK\r\n")], "sent something that is not POP3"),
        ("pop3", [.send("-ERR busy\r\n")], "greeted with \"-ERR busy\""),
        ("smtp", [.close], "closed the connection before TLS started"),
        ("imap", [.send("* OK\r\n"), .receive, .close], "closed the connection before TLS started"),
        ("pop3", [.send("+OK\r\n"), .receive, .reset], "reset the connection before TLS started"),
    ])
    private func `a server with unexpected replies is a protocol error`(_ name: String, _ steps: [Step], _ message: String)
        async throws
    {
        let server = try await DialogueTestServer(steps)
        let seen = try await self.observe(.tls, server, name)
        #expect(seen.reason == .protocol, "\(seen.message)")
        #expect(seen.message == "local.test:\(server.port) \(message)")
    }

    @Test(arguments: [("smtp", Self.smtp), ("imap", Self.imap), ("pop3", Self.pop3)])
    private func `plain text after the agreement is an injection`(_ name: String, _ steps: [Step]) async throws {
        guard case .send(let consent)? = steps.last else { return }
        let server = try await DialogueTestServer(steps.dropLast() + [.send(consent + "250 slipped in\r\n"), self.secure])
        let seen = try await self.observe(.tls, server, name)
        #expect(seen.reason == .protocol)
        #expect(seen.message == "local.test:\(server.port) continued in plain text after it had agreed to start TLS")
    }

    @Test func `replies that arrive before the commands are no agreement to TLS`() async throws {
        let answers = "220 x\r\n250 STARTTLS\r\n220 go\r\n250 slipped in\r\n"
        let server = try await DialogueTestServer([.send(answers), .receive, .receive, self.secure, .receive])
        #expect(try await self.observe(.tls, server, "smtp").reason == .protocol)
    }

    @Test(arguments: [
        String(repeating: "x", count: 9_000), String(repeating: "220-x\r\n", count: 10_000),
        "220-" + String(repeating: "x", count: 9_000) + "\r\n",
    ])
    func `endless lines and too many lines are limited`(_ text: String) async throws {
        let server = try await DialogueTestServer([.send(text), .receive])
        #expect(try await self.observe(.tls, server, "smtp").reason == .tooLarge)
    }

    @Test(arguments: [
        ([Step.receive], "no greeting from"), ([.send("220 x\r\n"), .receive, .receive], "no answer to EHLO [127.0.0.1] from"),
        ([.send("220 x\r\n"), .receive, .send("250 STARTTLS\r\n"), .receive, .receive], "no answer to STARTTLS from"),
        ([.send("220 "), .receive], "no greeting from"),
    ])
    private func `a timeout says what was awaited`(_ steps: [Step], _ message: String) async throws {
        let server = try await DialogueTestServer(steps)
        let seen = try await self.observe(.tls, server, "smtp", timeout: .seconds(2))
        #expect(seen.reason == .timeout)
        #expect(seen.message == "\(message) local.test:\(server.port) within 2 s")
        #expect(try OpenConnections.count(toPort: server.port) == 0)
    }

    private func observe(
        _ type: MonitorType, _ server: DialogueTestServer, _ name: String, timeout: Duration = .seconds(30)
    ) async throws -> Observation {
        try await ProbeFixture().observe(type, "local.test:\(server.port)", ["starttls": .string(name)], timeout: timeout)
    }
}
