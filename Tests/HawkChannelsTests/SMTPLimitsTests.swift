import HawkCore
import HawkTestSupport
import Testing

@testable import HawkChannels

/// Mail servers that are slow or silent in one step of the dialogue.
@Suite struct SMTPLimitsTests {
    private func config(_ server: PythonServer) -> EmailChannel.Settings {
        EmailChannel.Settings(to: ["bob@example.com"], smtpURL: "smtp://localhost:\(server.port)")
    }

    /// Every limit is a second, except for that of one step.
    private func channel(patientWith step: String = "") -> EmailChannel {
        func limit(_ steps: String...) -> Duration { steps.contains(step) ? .minutes(1) : .seconds(1) }
        var channel = EmailChannel()
        channel.limits.connecting = .seconds(1)
        channel.limits.greeting = limit("GREETING")
        channel.limits.command = limit("EHLO", "MAIL", "RCPT")
        channel.limits.data = limit("DATA")
        channel.limits.block = .seconds(1)
        channel.limits.receipt = limit("RECEIPT")
        return channel
    }

    @Test(.timeLimit(.minutes(1)), arguments: ["GREETING", "EHLO", "MAIL", "RCPT", "DATA", "RECEIPT"])
    func `a server that is slow in one step gets that step's limit`(_ step: String) async throws {
        let server = try await PythonServer("smtp_server", ["--pause", "\(step)=2.5"])
        _ = try await self.channel(patientWith: step).send(.test, with: self.config(server), in: .test())
        #expect(try await server.received()["recipients"] == ["bob@example.com"])
    }

    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            ("GREETING", "did not greet within 1 s"), ("EHLO", "did not answer EHLO within 1 s"),
            ("MAIL", "did not answer MAIL within 1 s"), ("RCPT", "did not answer RCPT within 1 s"),
            ("DATA", "did not answer DATA within 1 s"), ("RECEIPT", "did not confirm the message within 1 s"),
        ])
    func `a silent server ends at the deadline of the step, which is named`(_ step: String, _ words: String)
        async throws
    {
        let server = try await PythonServer("smtp_server", ["--pause", "\(step)=3600"])
        let error = try await deliveryError {
            try await self.channel().send(.test, with: self.config(server), in: .test())
        }
        #expect(error == .later("localhost:\(server.port) \(words)"))
    }

    @Test func `the time limits follow RFC 5321`() {
        let limits = SMTPLimits()
        let minutes = [limits.greeting, limits.command, limits.data, limits.block, limits.receipt].map {
            $0.components.seconds / 60
        }
        #expect(minutes == [5, 5, 2, 3, 10])
    }
}
