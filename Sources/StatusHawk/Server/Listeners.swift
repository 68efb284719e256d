import Foundation
import HawkAPI
import HawkCore
import HawkEngine
import HawkNet
import Logging
import Synchronization

/// What a process serves over HTTP, and where: people only in the role `api`; what operates it in every role, on the same address
/// or, where configured, on one of its own.
struct Listeners {
    /// The one apart: it begins first and ends last, so that the end can be watched.
    let operations: HTTPService?
    let main: HTTPService?

    /// - Parameter network: is told the ports, of which one may be chosen only when its listener begins.
    init(
        _ configuration: ServerConfiguration, servesPeople: Bool, _ parts: APIParts, network: OwnNetwork,
        resources: ProcessResources, logger: Logger
    ) {
        let engine = parts.engine
        let gate = { (name: String, max: Int) in
            ConnectionGate(
                ConnectionLimits(max: max), of: name, proxies: parts.proxies, metrics: engine.metrics, troubles: engine.troubles)
        }
        let readiness = ReadyLine(
            servesPeople ? configuration.publicURL : configuration.operationsURL,
            listeners: servesPeople && configuration.operations != nil ? 2 : 1)
        let onRunning: @Sendable (Int) async -> Void = { port in
            network.add(.onThisMachine(port: port))
            readiness.countDown()
        }
        self.operations = configuration.operations.map {
            HTTPService(
                parts.makeOperationsResponder(), host: $0.socketHost, port: $0.port, streams: OpenStreams(),
                gate: gate("operations", resources.descriptors.operationsConnections), on: resources.httpLoops, logger: logger,
                onRunning: onRunning)
        }
        guard servesPeople || self.operations == nil else {
            self.main = nil
            return
        }
        self.main = HTTPService(
            servesPeople
                ? parts.makeResponder(withOperations: configuration.operations == nil) : parts.makeOperationsResponder(),
            host: configuration.listen.socketHost, port: configuration.listen.port, streams: parts.streams,
            gate: gate("main", resources.descriptors.connections), on: resources.httpLoops, logger: logger,
            onRunning: onRunning)
    }
}

/// Says on standard output that all listeners take requests.
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
        // Past the buffer of `print`: whoever started us waits for this line.
        if isReady { FileHandle.standardOutput.write(Data("StatusHawk is ready: \(self.url)\n".utf8)) }
    }
}
