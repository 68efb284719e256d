import Foundation
import HawkAPI
import HawkCore
import HawkEngine
import HawkNet
import Logging
import Synchronization

/// The HTTP listeners of a process. The main listener serves people only in the role `api`. Every role serves the operations
/// endpoints, on the main listener or, if configured, on a separate one.
struct Listeners {
    /// The separate listener. It starts first and stops last, so that the shutdown can be observed.
    let monitoring: HTTPService?
    let main: HTTPService?

    /// - Parameter network: Gets the ports; a port may be known only after its listener starts.
    init(
        _ configuration: ServerConfiguration, servesPeople: Bool, _ api: API, network: OwnNetwork,
        resources: ProcessResources, logger: Logger
    ) {
        let engine = api.engine
        let gate = { (name: String, max: Int) in
            ConnectionGate(
                ConnectionLimits(max: max), of: name, proxies: api.proxies, metrics: engine.metrics, troubles: engine.troubles)
        }
        let readiness = ReadyLine(
            servesPeople ? configuration.publicURL : configuration.operationsURL,
            listeners: servesPeople && configuration.operations != nil ? 2 : 1)
        let onRunning: @Sendable (Int) async -> Void = { port in
            network.add(.onThisMachine(port: port))
            readiness.countDown()
        }
        self.monitoring = configuration.operations.map {
            HTTPService(
                api.makeMonitoringResponder(), host: $0.socketHost, port: $0.port, streams: OpenStreams(),
                gate: gate("operations", resources.descriptors.operationsConnections), on: resources.httpLoops, logger: logger,
                onRunning: onRunning)
        }
        guard servesPeople || self.monitoring == nil else {
            self.main = nil
            return
        }
        self.main = HTTPService(
            servesPeople
                ? api.makeResponder(withMonitoring: configuration.operations == nil) : api.makeMonitoringResponder(),
            host: configuration.listen.socketHost, port: configuration.listen.port, streams: api.streams,
            gate: gate("main", resources.descriptors.connections), on: resources.httpLoops, logger: logger,
            onRunning: onRunning)
    }
}

/// Prints a line on standard output when all listeners accept requests.
private final class ReadyLine: Sendable {
    private let url: String
    private let missing: Mutex<Int>

    init(_ url: String, listeners: Int) {
        self.url = url
        self.missing = Mutex(listeners)
    }

    func countDown() {
        let isReady = self.missing.withLock { missing in
            missing -= 1
            return missing == 0
        }
        // Bypasses the buffer of `print`, because the parent process may wait for this line.
        if isReady { FileHandle.standardOutput.write(Data("StatusHawk is ready: \(self.url)\n".utf8)) }
    }
}
