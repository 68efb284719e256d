import HawkCore
import HawkNet
import HawkTestSupport
import NIOHTTP1
import Testing

@testable import HawkProbes

/// Text from targets is processed in linear time, because all checks share the event loops.
@Suite struct HostileTextTests {
    @Test func `headers with the compression of a body are parsed in linear time`() {
        let slow = HostileText.superlinear { text in
            let body = HTTPBody(["Content-Encoding": "\(text), gzip, \(text)"], maxStoredBytes: 10)
            #expect((body.foreignCoding ?? "").utf8.count <= 256 && body.foreignCoding != nil)
        }
        #expect(slow == [])
    }

    @Test func `redirect targets are parsed in linear time`() throws {
        let target = try HTTPTarget(parsing: "http://shop.example/a/b?c")
        let slow = HostileText.superlinear { text in
            for place in [text, "/\(text)", "//\(text)/", "https://\(text)", "?\(text)", "https://[\(text)]:1/"] {
                #expect(throws: InvalidTarget.self) { try target.following(place) }
            }
            #expect("/a?\(text)".withoutQuery == "/a" && "/\(text)#?".withoutQuery.utf8.count == text.utf8.count + 1)
        }
        #expect(slow == [])
    }

    @Test(arguments: HostileText.allCases) func `short redirect targets are requested or refused`(_ kind: HostileText)
        throws
    {
        let target = try HTTPTarget(parsing: "http://shop.example/")
        let next = try? target.following("/" + kind.text(ofBytes: 600))
        #expect(next?.path.utf8.allSatisfy { $0 < 0x80 } ?? true)
    }

    @Test func `evidence and messages are built in linear time`() {
        let redaction = Redaction(["secret-4711", "höhe\u{301}"])
        let slow = HostileText.superlinear { text in
            #expect(!redaction.apply("\(text)\0secret-4711").containsBytes(of: "4711"))
            #expect(redaction.beginning(of: "\0\(text)", 1_024).utf8.count <= 1_024)
            #expect(text.shortened.unicodeScalars.count <= 61)
        }
        #expect(slow == [])
    }

    @Test func `headers and bodies are asserted in linear time`() throws {
        let operators: [Assertion.Operator] = [.equals, .notEquals, .contains, .notContains, .matches, .notMatches]
        let redaction = Redaction([])
        let slow = try HostileText.superlinear { text in
            let document = try JSONDocument(Array("{\"a\":\"\(text)\",\"\(text)\":1}".utf8))
            for word in operators {
                _ = try Assertion(.header, name: "x", word, "a\u{301}b").evaluate([text, text], "it")
                let failure = try Assertion(.json, name: "$.a", word, "a\u{301}b")
                    .evaluate(document, of: "shop.example", MatchBudget()) { redaction.beginning(of: $0).shortened }
                #expect((failure?.message.unicodeScalars.count ?? 0) < 200)
            }
        }
        #expect(slow == [])
    }

    @Test func `DNS records are matched in linear time`() {
        let expectation = DNSExpectation("a*b*c", of: .txt)
        let slow = HostileText.superlinear { text in #expect(expectation?.matches(text) == false) }
        #expect(slow == [])
    }

    @Test(arguments: [StartTLS.smtp, .imap, .pop3])
    func `lines before TLS are parsed in linear time`(_ language: StartTLS) throws {
        let beginnings = ["", "220 ", "220-", "* ", "* OK ", "+OK ", "-ERR "]
        let slow = try HostileText.superlinear(from: 2_000) { text in
            for beginning in Array(repeating: beginnings, count: 4).joined() {
                let dialogue = try #require(language.dialogue(with: "x:1", as: "[::1]"))
                var conversation = StartTLSConversation(dialogue, with: "x:1")
                do {
                    _ = try conversation.receive(Array("\(beginning)\(text)\r\n".utf8))
                } catch {
                    let message = (error as? TargetFailure)?.message ?? ""
                    #expect(message.unicodeScalars.count < 200)
                }
            }
        }
        #expect(slow == [])
    }

    @Test func `targets from users are parsed in linear time`() {
        let slow = HostileText.superlinear { text in
            for type in MonitorTypeRegistry.standard.all where type.kind == .polled {
                for target in [text, "\(text):80", "http://\(text)/", "[\(text)]:1"] {
                    #expect(throws: OperationError.self) { try type.normalise(target: target) }
                }
            }
        }
        #expect(slow == [])
    }

    @Test func `a redirect and a coding of 60 KB of combining marks have their reasons`() async throws {
        let marks = HostileText.combiningMarks.text(ofBytes: 60_000)
        let redirecting = try await HTTPTestServer { _ in .redirect(to: "/\(marks)") }
        let redirected = try await ProbeFixture().observe(http: "http://127.0.0.1:\(redirecting.port)/", port: redirecting.port)
        #expect(redirected.reason == .protocol, "\(redirected.message)")
        #expect(redirected.message.hasSuffix("redirects to a URL that must not be longer than 2048 bytes"))
        let coding = try await HTTPTestServer { _ in .init(200, ["Content-Encoding": marks]) }
        let coded = try await ProbeFixture().observe(
            http: "http://127.0.0.1:\(coding.port)/", port: coding.port,
            ["assertions": [["source": "body", "operator": "contains", "value": "ok"]]])
        #expect(coded.reason == .assertion && coded.message.utf8.count < 300, "\(coded.message)")
    }
}
