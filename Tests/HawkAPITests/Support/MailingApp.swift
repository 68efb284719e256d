import Foundation
import HawkBroker
import HawkChannels
import HawkCore
import HawkEngine
import HawkNet
import HawkTestSupport
import Logging
import ServiceLifecycle

/// Runs a test with the API and a notifier that sends mail through a real server.
func withMailingApp(
    signups: Installation.Signups = .open, _ test: @escaping @Sendable (TestApp, PythonServer) async throws -> Void
) async throws {
    let besides = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "HawkChannelsTests/EmailChannelTests.swift").path
    let server = try await PythonServer("smtp_server", besides: besides)
    let installation = Installation(publicURL: "http://status.example", signups: signups, emailConfigured: true)
    let types = ChannelRegistry(installation: ChannelInstallation(hasMailServer: true))
    try await withTestApp(installation: installation, channelTypes: types) { app in
        let environment = ChannelEnvironment(
            transport: CurlTransport(), policy: try TargetPolicy(allowPrivate: true),
            defaultSMTP: try SMTPURL("smtp://127.0.0.1:\(server.port)"),
            smtpFrom: MailAddress("StatusHawk <alerts@status.example>"), publicURL: app.url, version: "1", clock: app.clock,
            logger: app.engine.logger)
        let group = ServiceGroup(
            services: [NotifierService(app.engine, environment: environment, holder: "test")], logger: app.engine.logger)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            do {
                try await awaitNotifier(app)
                try await test(app, server)
            } catch {
                await group.triggerGracefulShutdown()
                throw error
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }
}

/// Waits until the notifier answers requests. It refuses this one.
private func awaitNotifier(_ app: TestApp) async throws {
    let message = AlertMessage(
        deliveryKey: "k", kind: .test, occurredAt: .epoch, url: app.url, organization: .init(id: ID(1), name: "x"), monitor: nil,
        incident: nil)
    let request = BrokerRequest.send(message, type: ChannelType(rawValue: "none"), config: [:], sealedConfig: nil)
    // `try?`: until the notifier has started, no one answers.
    try await eventually("a notifier answers") {
        (try? await app.engine.broker.request(request, within: .seconds(5))) != nil
    }
}
