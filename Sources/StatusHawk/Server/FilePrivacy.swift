import Foundation
import HawkCore

#if canImport(Glibc)
    import Glibc
#endif

/// Protects the server's files from other users of the machine.
enum FilePrivacy {
    /// Restricts all files and directories that this process creates from now on to its user.
    static func begin() { umask(0o077) }

    /// Restricts a file or directory to its owner. Does nothing if it does not exist.
    /// - Throws: `ConfigurationError` if others may read it and that cannot be changed.
    static func secure(_ path: String) throws(ConfigurationError) {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & 0o077 != 0 else { return }
        let isDirectory = status.st_mode & S_IFMT == S_IFDIR
        guard status.st_uid == geteuid() || geteuid() == 0 else {
            throw ConfigurationError(
                "\(path) belongs to another user and is accessible to other users; make the user that runs StatusHawk its owner"
            )
        }
        guard chmod(path, isDirectory ? 0o700 : 0o600) == 0 else {
            throw ConfigurationError(
                "\(path) is accessible to other users, and chmod failed: \(String(cString: strerror(errno)).lowercased())"
            )
        }
    }

    /// Restricts the files of a SQLite database.
    static func secure(sqlite path: String) throws(ConfigurationError) {
        for suffix in ["", "-wal", "-shm"] { try self.secure(path + suffix) }
    }

    /// Restricts a data directory and the server's files in it.
    static func secure(dataDirectory path: String) throws(ConfigurationError) {
        for file in ["", "/statushawk.lock", "/secret.key", "/secret.key.new"] { try self.secure(path + file) }
        try self.secure(sqlite: path + "/statushawk.db")
        for directory in ["/spill", "/spill/held"] {
            try self.secure(path + directory)
            let spilled = try? FileManager.default.contentsOfDirectory(atPath: path + directory)  // it usually does not exist
            for name in spilled ?? [] { try self.secure("\(path)\(directory)/\(name)") }
        }
    }
}
