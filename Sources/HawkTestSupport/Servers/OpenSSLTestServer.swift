import Foundation

/// The server of openssl, on a free port of 127.0.0.1: a TLS implementation independent of ours.
package final class OpenSSLTestServer: Sendable {
    private let process: ListeningProcess
    private let directory: String

    /// - Parameters:
    ///   - options: Options of `openssl s_server`.
    ///   - authority: The authority whose client certificates it accepts.
    ///   - chain: PEM, sent after the server's own certificate.
    package init(
        _ identity: TestIdentity, _ options: [String] = [], trusting authority: TestAuthority? = nil, chain: String? = nil
    ) async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "hawk-openssl-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        func file(_ name: String, _ text: String) throws -> String {
            try text.write(toFile: "\(directory)/\(name)", atomically: true, encoding: .utf8)
            return "\(directory)/\(name)"
        }
        let certificate = try file("cert.pem", identity.certificatePEM)
        let key = try file("key.pem", identity.keyPEM)
        var arguments = ["s_server", "-accept", "127.0.0.1:0", "-cert", certificate, "-key", key] + options
        // With a server name, it requires a second certificate.
        if options.contains("-servername") { arguments += ["-cert2", certificate, "-key2", key] }
        if let authority { arguments += ["-CAfile", try file("ca.pem", authority.pem)] }
        if let chain { arguments += ["-cert_chain", try file("chain.pem", chain)] }
        self.directory = directory
        self.process = try await ListeningProcess("/usr/bin/openssl", arguments, announcing: "ACCEPT ")
    }

    deinit { try? FileManager.default.removeItem(atPath: self.directory) }  // left-over files of a test are harmless

    package var port: Int { self.process.port }
}
