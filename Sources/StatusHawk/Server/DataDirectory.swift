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

    /// The key that lies here; nil where there is none yet.
    /// - Throws: `ConfigurationError` where something lies there that is no key or cannot be read. It is left as it is: it may be
    ///   the only copy of what the stored secrets are sealed with.
    func storedKey() throws(ConfigurationError) -> Secret? {
        let file = self.keyFile
        var status = stat()
        // The name itself: a link to a volume that is not mounted is a key that cannot be read, not a missing one.
        guard lstat(file, &status) == 0 else {
            guard errno == ENOENT else { throw ConfigurationError("\(file) cannot be read: \(Self.reason)") }
            return nil
        }
        guard let text = String(validating: try Self.read(file), as: UTF8.self) else {
            throw ConfigurationError("\(file) is not text and cannot be a secret key: restore it from a backup")
        }
        let key = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard key.utf8.count >= 32 else {
            throw ConfigurationError("\(file) does not contain a secret key of at least 32 bytes: restore it from a backup")
        }
        return Secret(key)
    }

    /// Makes a key where there is none.
    func generateKey() throws(ConfigurationError) -> Secret {
        var generator = SystemRandomNumberGenerator()
        let key = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }.map { String(format: "%02x", $0) }
            .joined()
        try Self.write(key + "\n", toNew: self.keyFile)
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
        guard ours || names.allSatisfy(Self.isOfTheVolume) else {
            throw ConfigurationError(
                "the directory \(path) contains files of another program: set STATUSHAWK_DATA_DIR to an empty or new directory")
        }
    }

    /// What file systems, storage servers and desktops put into a directory by themselves.
    private static func isOfTheVolume(_ name: String) -> Bool {
        self.volumeNames.contains(name) || self.volumePrefixes.contains { name.hasPrefix($0) }
    }

    private static let volumeNames: Set<String> = [  // BOUNDED: a file's name has at most 255 bytes
        "lost+found", ".snapshot", ".snapshots", "#snapshot", ".zfs", "@eaDir", "#recycle", "@Recycle", "@Recently-Snapshot",
        ".DS_Store", ".AppleDouble", ".fseventsd", ".Spotlight-V100", ".TemporaryItems", ".Trashes", "$RECYCLE.BIN",
        "System Volume Information", "Thumbs.db", "desktop.ini", ".directory", ".gitkeep", ".keep",
    ]
    private static let volumePrefixes = [".Trash-", "._", ".nfs", ".fuse_hidden", "aquota."]

    /// The first bytes of a file, more than any key has.
    private static func read(_ file: String) throws(ConfigurationError) -> [UInt8] {
        // Never waits for a writer, should it be a pipe.
        let descriptor = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw ConfigurationError("\(file) cannot be read: \(self.reason)") }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 65_537)
        var count = 0
        while count < bytes.count {
            let space = bytes.count - count
            let read = bytes.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress! + count, space) }  // SAFETY: within
            guard read >= 0 else { throw ConfigurationError("\(file) cannot be read: \(self.reason)") }
            guard read > 0 else { return Array(bytes.prefix(count)) }
            count += read
        }
        throw ConfigurationError("\(file) is too large to be a secret key: restore it from a backup")
    }

    /// Written whole and synced before it has its name, so that a crash leaves the file or nothing; never in place of another.
    private static func write(_ text: String, toNew file: String) throws(ConfigurationError) {
        let partial = "\(file).new"
        let descriptor = open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw ConfigurationError("\(file) cannot be written: \(Self.reason)") }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0, self.name(partial, file) else {
            throw ConfigurationError("\(file) cannot be written: \(Self.reason)")
        }
        // The name too outlives a crash of the machine; the database would otherwise be left with secrets of a key that is lost.
        let parent = URL(filePath: file).deletingLastPathComponent().path(percentEncoded: false)
        let directory = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { return }
        fsync(directory)
        close(directory)
    }

    /// Gives a file its name, unless there is one of that name.
    private static func name(_ partial: String, _ file: String) -> Bool {
        if link(partial, file) == 0 {
            unlink(partial)
            return true
        }
        guard errno != EEXIST else { return false }
        // A file system without hard links. Only the holder of the lock is here.
        var status = stat()
        return lstat(file, &status) != 0 && rename(partial, file) == 0
    }

    private static var reason: String { String(cString: strerror(errno)).lowercased() }
}
