import Foundation
import HawkCore

#if canImport(Glibc)
    import Glibc
#endif

/// The directory that one server owns: its database, its secret key, and the lock that keeps a second server out.
struct DataDirectory: Sendable {
    private static let lockName = "statushawk.lock"
    private static let keyName = "secret.key"

    let path: String
    private let lock: Int32

    /// Creates the directory where it is missing and locks it.
    /// - Throws: `ConfigurationError` when it cannot be written, belongs to something else, is open to other users and stays so, or a
    ///   server uses it already.
    init(_ path: String) throws(ConfigurationError) {
        self.path = path
        FilePrivacy.begin()
        try Self.create(path)
        try Self.refuseForeign(path)
        try FilePrivacy.secure(dataDirectory: path)
        let file = "\(path)/\(Self.lockName)"
        let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw ConfigurationError("the data directory \(path) cannot be written: \(Self.reason)") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw ConfigurationError("another StatusHawk server is running on the data directory \(path)")
        }
        self.lock = descriptor
    }

    /// Lets another server in. The end of the process does so too.
    func unlock() { close(self.lock) }

    /// Where a generated key lies.
    var keyFile: String { "\(self.path)/\(Self.keyName)" }

    /// The key that stored secrets are sealed with, generated at the first start.
    func secretKey() throws(ConfigurationError) -> Secret {
        let file = self.keyFile
        if let stored = try? String(contentsOfFile: file, encoding: .utf8) {  // not there: generated below
            let key = stored.trimmingCharacters(in: .whitespacesAndNewlines)
            guard key.utf8.count >= 32 else {
                throw ConfigurationError("\(file) holds no key of 32 bytes or more; restore it from a backup")
            }
            return Secret(key)
        }
        var generator = SystemRandomNumberGenerator()
        let key = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }.map { String(format: "%02x", $0) }
            .joined()
        try Self.write(key + "\n", to: file)
        return Secret(key)
    }

    private static func create(_ path: String) throws(ConfigurationError) {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw ConfigurationError("the data directory \(path) cannot be created: \(Self.reason)")
        }
    }

    /// A directory with files in it, none of them ours, is a mistyped path.
    private static func refuseForeign(_ path: String) throws(ConfigurationError) {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {  // said in the next line
            throw ConfigurationError("the data directory \(path) cannot be read: \(Self.reason)")
        }
        let ours = names.contains(Self.lockName) || names.contains(Self.keyName) || names.contains("statushawk.db")
        guard names.isEmpty || ours else {
            throw ConfigurationError(
                "the directory \(path) holds files of something else; STATUSHAWK_DATA_DIR names an empty or new one")
        }
    }

    /// Written whole and synced before it has its name, so that a crash leaves the file or nothing.
    private static func write(_ text: String, to file: String) throws(ConfigurationError) {
        let partial = "\(file).new"
        let descriptor = open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw ConfigurationError("\(file) cannot be written: \(Self.reason)") }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0, rename(partial, file) == 0
        else {
            throw ConfigurationError("\(file) cannot be written: \(Self.reason)")
        }
    }

    private static var reason: String { String(cString: strerror(errno)).lowercased() }
}
