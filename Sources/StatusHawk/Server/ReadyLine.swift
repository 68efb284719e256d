import Foundation
import Synchronization

/// Prints a line on standard output when all listeners of the process accept requests.
final class ReadyLine: Sendable {
    private let url: String
    private let missing: Mutex<Int>

    init(_ configuration: ServerConfiguration, roles: Set<ServerRole>) {
        let servesPeople = roles.contains(.api)
        self.url = servesPeople ? configuration.publicURL : configuration.operationsURL
        self.missing = Mutex(servesPeople && configuration.operations != nil ? 2 : 1)
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
