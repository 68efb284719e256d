import HawkCore
import HawkEngine
import Logging
import ServiceLifecycle
import Testing

@testable import HawkAPI

@Suite struct ListenTests {
    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    @Test func `a port in use is one clear sentence`() async throws {
        try await withTestApp { app in
            let second = HTTPService(
                app.api.makeMonitoringResponder(), host: "127.0.0.1", port: app.port, streams: OpenStreams(),
                gate: ConnectionGate(
                    ConnectionLimits(max: 10), metrics: app.engine.metrics, troubles: app.engine.troubles),
                logger: self.logger)
            let error = await #expect(throws: ListenError.self) {
                try await ServiceGroup(services: [second], logger: self.logger).run()
            }
            #expect(
                error?.description == "cannot listen on 127.0.0.1:\(app.port): the address is already in use by another program")
        }
    }

    @Test func `open streams end when the server stops, and none begins`() async throws {
        let streams = OpenStreams(limit: 2)
        let (first, _) = try streams.open(of: Int.self)
        let (second, continuation) = try streams.open(of: Int.self)
        #expect(throws: OperationError.self) { try streams.open(of: Int.self) }
        continuation.finish()
        for await _ in second {}
        #expect(streams.count == 1)
        streams.endAll()
        for await _ in first {}
        #expect(throws: OperationError.self) { try streams.open(of: Int.self) }
    }
}
