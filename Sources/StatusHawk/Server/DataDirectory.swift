import Foundation
import HawkCore

#if canImport(Glibc)
    import Glibc
#endif

/// The directory of one server: its database, its secret key, and the lock that prevents a second server.
struct DataDirectory: Sendable {
    private static let lockName = "statushawk.lock"
    private static let keyName = "secret.key"

    let path: String
    private let lock: Int32

    /// Creates the directory if it does not exist, and locks it.
    /// - Throws: `ConfigurationError` if it cannot be written, belongs to another program, stays accessible to other users, or is
    ///   used by another server.
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

    /// Releases the lock. The end of the process does so too.
    func unlock() { close(self.lock) }

    /// The path of a generated key.
    var keyFile: String { "\(self.path)/\(Self.keyName)" }

    /// Returns the stored key. Nil if there is none.
    /// - Throws: `ConfigurationError` if the file is unreadable or contains no key. The file is not changed: it may be the only
    ///   copy of the key that sealed the stored secrets.
    func storedKey() throws(ConfigurationError) -> Secret? {
        let file = self.keyFile
        var status = stat()
        // Tests the name itself: a link to a volume that is not mounted is an unreadable key, not a missing one.
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

    /// Creates a key. The file must not exist.
    func generateKey() throws(ConfigurationError) -> Secret {
        var generator = SystemRandomNumberGenerator()
        let key = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }.hex()
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

    /// A directory that contains only foreign files is a mistyped path.
    private static func refuseForeign(_ path: String) throws(ConfigurationError) {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {  // the next line reports it
            throw ConfigurationError("the data directory \(path) cannot be read: \(Self.reason)")
        }
        let ours = names.contains(Self.lockName) || names.contains(Self.keyName) || names.contains("statushawk.db")
        guard ours || names.allSatisfy(Self.isOfTheVolume) else {
            throw ConfigurationError(
                "the directory \(path) contains files of another program: set STATUSHAWK_DATA_DIR to an empty or new directory")
        }
    }

    /// Whether file systems, storage servers or desktops create this name automatically.
    private static func isOfTheVolume(_ name: String) -> Bool {
        self.volumeNames.contains(name) || self.volumePrefixes.contains { name.hasPrefix($0) }
    }

    private static let volumeNames: Set<String> = [  // BOUNDED: a file's name has at most 255 bytes
        "lost+found", ".snapshot", ".snapshots", "#snapshot", ".zfs", "@eaDir", "#recycle", "@Recycle", "@Recently-Snapshot",
        ".DS_Store", ".AppleDouble", ".fseventsd", ".Spotlight-V100", ".TemporaryItems", ".Trashes", "$RECYCLE.BIN",
        "System Volume Information", "Thumbs.db", "desktop.ini", ".directory", ".gitkeep", ".keep",
    ]
    private static let volumePrefixes = [".Trash-", "._", ".nfs", ".fuse_hidden", "aquota."]

    /// Reads the first bytes of a file, more than any key has.
    private static func read(_ file: String) throws(ConfigurationError) -> [UInt8] {
        // Does not wait for a writer if the file is a pipe.
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

    /// Writes and syncs a file before it gets its name, so that a crash leaves all or nothing. Never replaces another file.
    private static func write(_ text: String, toNew file: String) throws(ConfigurationError) {
        let partial = "\(file).new"
        let descriptor = open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw ConfigurationError("\(file) cannot be written: \(Self.reason)") }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0, self.name(partial, file) else {
            throw ConfigurationError("\(file) cannot be written: \(Self.reason)")
        }
        // The name must survive a machine crash too. Otherwise, the database may have secrets of a lost key.
        let parent = URL(filePath: file).deletingLastPathComponent().path(percentEncoded: false)
        let directory = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { return }
        fsync(directory)
        close(directory)
    }

    /// Gives a file its name, unless that name exists.
    private static func name(_ partial: String, _ file: String) -> Bool {
        if link(partial, file) == 0 {
            unlink(partial)
            return true
        }
        guard errno != EEXIST else { return false }
        // The file system has no hard links. Only the holder of the lock runs this code.
        var status = stat()
        return lstat(file, &status) != 0 && rename(partial, file) == 0
    }

    private static var reason: String { String(cString: strerror(errno)).lowercased() }
}
