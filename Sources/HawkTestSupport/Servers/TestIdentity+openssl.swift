import Foundation

extension TestIdentity {
    /// Creates a self-signed certificate with openssl, with keys and extensions that our own authority does not support.
    /// - Parameter options: Options of `openssl req`, such as `-newkey ed25519`.
    package static func selfSigned(_ name: String, byOpenSSL options: [String]) throws -> TestIdentity {
        let directory = FileManager.default.temporaryDirectory.appending(path: "hawk-keys-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }  // left-over files of a test are harmless
        let (key, certificate) = (directory.appending(path: "key.pem"), directory.appending(path: "cert.pem"))
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/openssl")
        process.arguments =
            ["req", "-x509", "-nodes", "-subj", "/CN=\(name)", "-addext", "subjectAltName=DNS:\(name)", "-days", "30"] + options
            + ["-keyout", key.path, "-out", certificate.path]
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return TestIdentity(
            certificatePEM: try String(contentsOf: certificate, encoding: .utf8),
            keyPEM: try String(contentsOf: key, encoding: .utf8))
    }
}
