import Foundation
import HawkCore
import HawkTestSupport
import Testing

@testable import HawkChannels

@Suite struct EmailChannelTests {
    private let channel = EmailChannel()

    private func config(_ server: PythonServer?, _ user: String = "", to: [String] = ["bob@example.com"], options: String = "")
        -> EmailChannel.Settings
    {
        EmailChannel.Settings(to: to, smtpURL: server.map { "smtp://\(user)localhost:\($0.port)\(options)" })
    }

    @Test func `a mail arrives completely: text, HTML, ids and thread`() async throws {
        let server = try await PythonServer("smtp_server")
        let environment = try ChannelEnvironment.test(
            smtp: "smtp://127.0.0.1:\(server.port)", from: "Hawk Alerts <alerts@hawk.example>",
            publicURL: "http://10.0.0.1:8080")
        _ = try await self.channel.send(
            .sample(.incidentResolved, monitor: "Bäckerei <b>& Söhne</b>"),
            with: self.config(nil, to: ["bob@example.com", "carol@example.com"]), in: environment)

        let mail = try await server.received()
        #expect(mail["sender"] == "alerts@hawk.example")
        #expect(mail["recipients"] == ["bob@example.com", "carol@example.com"])
        #expect(mail["subject"] == "UP again: Bäckerei <b>& Söhne</b> — was down for 3 min 20 s")
        let headers = try #require(mail["headers"])
        #expect(headers["From"] == "Hawk Alerts <alerts@hawk.example>")
        #expect(headers["To"] == "bob@example.com, carol@example.com")
        #expect(headers["Date"] == "Sun, 22 Nov 2026 04:10:00 +0000")
        #expect(headers["Message-ID"] == "<d-42@hawk.example>")
        #expect(headers["References"] == "<incident.7@hawk.example>")
        #expect(headers["In-Reply-To"] == "<incident.7@hawk.example>")
        #expect(headers["Thread-Topic"] == "incident.7@hawk.example")
        #expect(headers["Thread-Index"]?.string?.utf8.count == 32)
        #expect(headers["Auto-Submitted"] == "auto-generated")
        #expect(headers["StatusHawk-Delivery"] == "d-42")
        #expect(mail["alternative"] == "multipart/alternative")
        #expect(mail["defects"] == [])
        #expect(mail["bare_line_feeds"] == 0)
        #expect(mail["is_ascii"] == true)
        let text = try #require(mail["text"]?.string)
        #expect(text.contains("Bäckerei <b>& Söhne</b> is up again; it was down for 3 min 20 s."))
        #expect(text.contains("https://hawk.example/incidents/7"))
        let html = try #require(mail["html"]?.string)
        #expect(html.contains("Bäckerei &lt;b&gt;&amp; Söhne&lt;/b&gt; is up again"))
        #expect(!html.contains("<b>"))
    }

    @Test(
        arguments: [
            ("Alerts <alerts@mail.example>", "http://10.0.0.1:8080", "smtp://127.0.0.1:1", "mail.example"),
            (nil, "http://10.0.0.1:8080", "smtp://bob%40shop.example:x@mail.example", "shop.example"),
            (nil, "https://hawk.example", "smtp://mail.example", "hawk.example"),
            (nil, "http://10.0.0.1:8080", "smtp://mail.example", "mail.example"),
            (nil, "http://localhost:8080", "smtp://mail.example", "mail.example"),
            (nil, "http://localhost:8080", "smtp://10.0.0.2", "localhost"),
            (nil, "http://10.0.0.1:8080", "smtp://10.0.0.2", "statushawk.invalid"),
        ] as [(String?, String, String, String)])
    func `ids use the sender's domain, which exists if any is known`(
        _ from: String?, _ publicURL: String, _ server: String, _ domain: String
    ) throws {
        let environment = try ChannelEnvironment.test(smtp: server, from: from, publicURL: publicURL)
        #expect(try MailSubmission(ownServer: nil, in: environment).sender.domain == domain)
    }

    @Test func `a mail that can be unsubscribed has a link for people and mail programs`() async throws {
        let server = try await PythonServer("smtp_server")
        let environment = try ChannelEnvironment.test(smtp: "smtp://127.0.0.1:\(server.port)")
            .unsubscribing(at: "https://hawk.example/mail/unsubscribe/7.abc")
        _ = try await self.channel.send(.sample(), with: self.config(nil), in: environment)
        let mail = try await server.received()
        #expect(mail["headers"]?["List-Unsubscribe"] == "<https://hawk.example/mail/unsubscribe/7.abc>")
        #expect(mail["headers"]?["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click")
        #expect(mail["text"]?.string?.contains("https://hawk.example/mail/unsubscribe/7.abc") == true)
        #expect(mail["html"]?.string?.contains(#"<a href="https://hawk.example/mail/unsubscribe/7.abc""#) == true)
        #expect(mail["defects"] == [])
    }

    @Test func `a consent mail advertises nothing`() async throws {
        let server = try await PythonServer("smtp_server")
        let environment = try ChannelEnvironment.test(smtp: "smtp://127.0.0.1:\(server.port)")
        let mail = LinkMail.consent(
            "bob@example.com", organization: "Pills <b>http://cheap.example/x</b> now",
            link: "https://hawk.example/mail/confirm/abc", unsubscribeLink: "https://hawk.example/mail/unsubscribe/7.abc")
        try await mail.send(key: "consent-1", in: environment)
        let sent = try await server.received()
        #expect(sent["recipients"] == ["bob@example.com"])
        #expect(sent["subject"] == "Do you want to receive alerts from Pills <b>http cheap example x< b> now?")
        for part in ["text", "html"] {
            let content = try #require(sent[part]?.string)
            #expect(content.contains("https://hawk.example/mail/confirm/abc") && !content.contains("cheap.example"))
        }
        #expect(sent["html"]?.string?.contains("<b>") == false)
        #expect(sent["headers"]?["List-Unsubscribe"] == "<https://hawk.example/mail/unsubscribe/7.abc>")
        #expect(sent["defects"] == [])
    }

    @Test func `a sign-up link is sent without text from the person who requested it`() async throws {
        let server = try await PythonServer("smtp_server")
        let environment = try ChannelEnvironment.test(smtp: "smtp://127.0.0.1:\(server.port)")
        let link = "https://hawk.example/signup#confirmation=abc"
        try await LinkMail.signUp("dana@example.com", at: "https://hawk.example", link: link).send(
            key: "sign_up-1", in: environment)
        let mail = try await server.received()
        #expect(mail["recipients"] == ["dana@example.com"] && mail["subject"] == "Confirm your e-mail address")
        #expect(mail["headers"]?["Auto-Submitted"] == "auto-generated")
        #expect(
            mail["text"]?.string?.replacing("\r\n", with: "\n") == """
                Confirm your e-mail address

                dana@example.com was entered to create a StatusHawk account at https://hawk.example.

                To continue, open this link within 24 hours. It works once:

                https://hawk.example/signup#confirmation=abc

                If this was not you, ignore this mail: no account is created without the link.

                """)
        #expect(mail["html"]?.string?.contains(#"<a href="https://hawk.example/signup#confirmation=abc""#) == true)
        #expect(mail["defects"] == [])
    }

    @Test func `the mail to an address that has an account leads to the sign-in`() async throws {
        let server = try await PythonServer("smtp_server")
        let environment = try ChannelEnvironment.test(smtp: "smtp://127.0.0.1:\(server.port)")
        try await LinkMail.accountExists("dana@example.com", at: "https://hawk.example").send(key: "sign_up-2", in: environment)
        let mail = try await server.received()
        #expect(mail["subject"] == "You already have an account")
        for part in ["text", "html"] {
            let content = try #require(mail[part]?.string)
            #expect(content.contains("https://hawk.example/") && !content.contains("signup"))
        }
        #expect(mail["defects"] == [])
    }

    @Test func `the mail about a certificate names problem, expiry and host`() async throws {
        let server = try await PythonServer("smtp_server")
        _ = try await self.channel.send(.certificate(.incidentOpened), with: self.config(server), in: .test())
        let mail = try await server.received()
        #expect(mail["subject"] == "Shop: certificate expires in 14 days")
        #expect(mail["headers"]?["References"] == "<incident.7@hawk.example>")
        #expect(
            mail["text"]?.string?.replacing("\r\n", with: "\n").hasPrefix(
                """
                Shop: certificate expires in 14 days

                The certificate of shop.example expires on 6 Dec 2026, 04:05:06 UTC; it was issued by CN=R11.

                Target:         shop.example:443
                First reported: 22 Nov 2026, 04:05:06 UTC
                Organization:   Alice & Co

                https://hawk.example/incidents/7
                """) == true)
        #expect(mail["html"]?.string?.contains(">Warning<") == true)
    }

    @Test func `no name or message can start a header of its own`() async throws {
        let server = try await PythonServer("smtp_server")
        let hostile = "Shop\r\nBcc: everyone@example.com\r\n\r\n.\r\nQUIT"
        _ = try await self.channel.send(.sample(monitor: hostile, message: hostile), with: self.config(server), in: .test())

        let mail = try await server.received()
        #expect(mail["recipients"] == ["bob@example.com"])
        #expect(mail["headers"]?["Bcc"] == nil)
        #expect(mail["subject"] == "DOWN: Shop  Bcc: everyone@example.com    .  QUIT")
        #expect(mail["defects"] == [])
    }

    @Test(arguments: [
        "bob@example.com\r\nRCPT TO:<eve@example.com>", "bob@example.com>, <eve@example.com", "bob", "@example.com", "bob@",
        "Bob <bob@example.com>", "bob@exa mple.com", "bob@@example.com", "bob@-x.com", "",
    ])
    func `an invalid address is refused`(_ address: String) throws {
        let email = try #require(ChannelRegistry.standard[.email])
        #expect(throws: OperationError.self) {
            try email.normalise(settings: ["to": [.string(address)], "smtp_url": "smtp://localhost"])
        }
    }

    @Test func `a long subject is folded and decoded to the same text`() async throws {
        let server = try await PythonServer("smtp_server")
        let name = String(repeating: "Überwachung 🦅 ", count: 12)
        _ = try await self.channel.send(.sample(monitor: name), with: self.config(server), in: .test())
        let mail = try await server.received()
        #expect(mail["subject"] == .string("DOWN: \(name)"))
        guard case .int(let longest) = try #require(mail["longest_line"]) else { return #expect(Bool(false)) }
        #expect(longest <= 76)
    }

    @Test func `STARTTLS, a login and a private authority work together`() async throws {
        let certificates = try await PythonServer.makeCertificates()
        let server = try await PythonServer(
            "smtp_server", ["--starttls", "--certificates", certificates, "--login", "bob:p@ss/wörd"])
        let config = self.config(server, "bob:p%40ss%2Fw%C3%B6rd@", options: "?starttls=required")
        _ = try await self.channel.send(.test, with: config, in: .test(caFile: "\(certificates)/ca.pem"))
        let mail = try await server.received()
        #expect(mail["tls"] == true)
        #expect(mail["login"] == "bob")
    }

    @Test func `smtps is TLS from the first byte`() async throws {
        let certificates = try await PythonServer.makeCertificates()
        let server = try await PythonServer("smtp_server", ["--implicit-tls", "--certificates", certificates])
        let config = EmailChannel.Settings(to: ["bob@example.com"], smtpURL: "smtps://localhost:\(server.port)")
        _ = try await self.channel.send(.test, with: config, in: .test(caFile: "\(certificates)/ca.pem"))
        #expect(try await server.received()["tls"] == true)
    }

    @Test func `an untrusted certificate stops the mail`() async throws {
        let certificates = try await PythonServer.makeCertificates()
        let server = try await PythonServer("smtp_server", ["--starttls", "--certificates", certificates])
        let error = try await deliveryError { _ = try await self.channel.send(.test, with: self.config(server), in: .test()) }
        #expect(error.message.hasPrefix("the certificate of localhost:\(server.port) is not accepted: "))
        #expect(error.retry == .later)
    }

    @Test func `STARTTLS that is required and not offered is never retried`() async throws {
        let server = try await PythonServer("smtp_server")
        let error = try await deliveryError {
            _ = try await self.channel.send(.test, with: self.config(server, options: "?starttls=required"), in: .test())
        }
        #expect(error == .never("localhost:\(server.port) does not offer STARTTLS, which is required here"))
    }

    @Test func `a password is not sent in clear text unless the URL says so`() async throws {
        let server = try await PythonServer("smtp_server", ["--login", "bob:hunter2"])
        let error = await #expect(throws: DeliveryError.self) {
            _ = try await self.channel.send(.test, with: self.config(server, "bob:hunter2@"), in: .test())
        }
        #expect(error == .never("localhost:\(server.port) does not offer STARTTLS, which is required to send a password"))
        _ = try await self.channel.send(.test, with: self.config(server, "bob:hunter2@", options: "?starttls=off"), in: .test())
        // The first and only mail and login that the server received.
        let mail = try await server.received()
        #expect(mail["login"] == "bob")
    }

    @Test func `a refused login is reported with the server's reply, without the password`() async throws {
        let server = try await PythonServer("smtp_server", ["--login", "bob:right"])
        let error = try await deliveryError {
            _ = try await self.channel.send(
                .test, with: self.config(server, "bob:wrong-password@", options: "?starttls=off"), in: .test())
        }
        #expect(error.message.hasPrefix("localhost:\(server.port) refused the login: 535 "))
        #expect(!error.message.contains("wrong-password"))
        #expect(error.retry == .never)
    }

    @Test func `a refused recipient is named, and the others get the mail`() async throws {
        let server = try await PythonServer("smtp_server", ["--refuse", "carol@example.com=550 5.1.1 no such user"])
        let recipients = ["bob@example.com", "carol@example.com", "dave@example.com"]
        let error = try await deliveryError {
            _ = try await self.channel.send(.test, with: self.config(server, to: recipients), in: .test())
        }
        let why = "localhost:\(server.port) refused the recipient carol@example.com: 550 5.1.1 no such user"
        #expect(
            error
                == DeliveryError(
                    "\(why) (2 of 3 recipients received it)", retry: .never,
                    missed: [DeliveryError.Missed("carol@example.com", why, retry: .never)]))
        #expect(try await server.received()["recipients"] == ["bob@example.com", "dave@example.com"])
    }

    @Test(arguments: [("450 4.2.0 greylisted", DeliveryError.Retry.later), ("550 5.1.1 no such user", .never)])
    func `a recipient that is rejected temporarily is retried, permanently never`(_ reply: String, _ retry: DeliveryError.Retry)
        async throws
    {
        let server = try await PythonServer("smtp_server", ["--refuse", "bob@example.com=\(reply)"])
        let error = try await deliveryError { _ = try await self.channel.send(.test, with: self.config(server), in: .test()) }
        #expect(error.message == "localhost:\(server.port) refused the recipient bob@example.com: \(reply)")
        #expect(error.retry == retry)
    }

    @Test(arguments: [("452 4.3.1 disk full", DeliveryError.Retry.later), ("554 5.7.1 spam", .never)])
    func `a refused message follows the first digit of the reply`(_ reply: String, _ retry: DeliveryError.Retry) async throws {
        let server = try await PythonServer("smtp_server", ["--refuse-data", reply])
        let error = try await deliveryError { _ = try await self.channel.send(.test, with: self.config(server), in: .test()) }
        #expect(error.message == "localhost:\(server.port) refused the message: \(reply)")
        #expect(error.retry == retry)
    }

    @Test func `each rejected recipient is reported, regardless of the others`() async throws {
        let server = try await PythonServer(
            "smtp_server", ["--defer", "bob@example.com=9", "--refuse", "carol@example.com=550 5.1.1 no such user"])
        let prefix = "localhost:\(server.port) refused the recipient"
        let missed = [
            DeliveryError.Missed("bob@example.com", "\(prefix) bob@example.com: 452 4.2.2 mailbox full", retry: .later),
            DeliveryError.Missed("carol@example.com", "\(prefix) carol@example.com: 550 5.1.1 no such user", retry: .never),
        ]
        for (others, suffix) in [(["ann@example.com"], " (1 of 3 recipients received it)"), ([], "")] {
            let error = try await deliveryError {
                _ = try await self.channel.send(
                    .test, with: self.config(server, to: ["bob@example.com", "carol@example.com"] + others), in: .test())
            }
            let message = others.isEmpty ? missed[1].message : missed[0].message
            #expect(error == DeliveryError(message + suffix, retry: .later, missed: missed))
        }
        #expect(try await server.received()["recipients"] == ["ann@example.com"])
    }

    @Test(.timeLimit(.minutes(1)))
    func `a server that accepted the message has it, even if it never answers QUIT`() async throws {
        let server = try await PythonServer("smtp_server", ["--silent-at", "QUIT"])
        _ = try await self.channel.send(.test, with: self.config(server), in: .test())
        #expect(try await server.received()["recipients"] == ["bob@example.com"])
    }

    @Test func `a missing server is retried`() async throws {
        let config = EmailChannel.Settings(to: ["bob@example.com"], smtpURL: "smtp://127.0.0.1:1")
        let error = try await deliveryError { _ = try await self.channel.send(.test, with: config, in: .test()) }
        #expect(error == .later("127.0.0.1:1 cannot be reached: connection refused"))
    }

    @Test func `the policy applies to a channel's mail server, and not to the installation's`() async throws {
        let server = try await PythonServer("smtp_server")
        let environment = try ChannelEnvironment.test(smtp: "smtp://localhost:\(server.port)", allowPrivate: false)
        let error = try await deliveryError { _ = try await self.channel.send(.test, with: self.config(server), in: environment) }
        #expect(error.retry == .never)
        #expect(error.message.hasSuffix(" and such targets are not allowed here"))
        _ = try await self.channel.send(.test, with: self.config(nil), in: environment)
        #expect(try await server.received()["recipients"] == ["bob@example.com"])
    }

    @Test func `without any mail server the form and the validation say so`() throws {
        let without = try #require(ChannelRegistry.standard[.email])
        let with = try #require(ChannelRegistry(installation: ChannelInstallation(hasMailServer: true))[.email])
        let config: JSONValue = ["to": ["bob@example.com"]]
        let error = try #require(throws: OperationError.self) { try without.normalise(settings: config) }
        #expect(error.errors.map(\.field) == ["smtp_url"])
        #expect(try with.normalise(settings: config) == config)
        #expect(without.form.last?.help?.contains("SMTP_URL") == true)
        #expect(without.form.last?.required == true)
        #expect(with.form.last?.required == false)
    }
}
