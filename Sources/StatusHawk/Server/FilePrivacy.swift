import Foundation
import HawkCore

#if canImport(Glibc)
    import Glibc
#endif

/// Keeps what the server stores from other users of the machine.
enum FilePrivacy {
    /// Every file and directory that this process makes from now on is its own user's alone.
    static func begin() { umask(0o077) }

    /// Takes a file or directory from everyone but its owner. Does nothing where there is none.
    /// - Throws: `ConfigurationError` where others may read it and that cannot be changed.
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

    /// The files of a SQLite database.
    static func secure(sqlite path: String) throws(ConfigurationError) {
        for suffix in ["", "-wal", "-shm"] { try self.secure(path + suffix) }
    }

    /// A data directory and what a server keeps in it.
    static func secure(dataDirectory path: String) throws(ConfigurationError) {
        for file in ["", "/statushawk.lock", "/secret.key", "/secret.key.new"] { try self.secure(path + file) }
        try self.secure(sqlite: path + "/statushawk.db")
        for directory in ["/spill", "/spill/held"] {
            try self.secure(path + directory)
            let spilled = try? FileManager.default.contentsOfDirectory(atPath: path + directory)  // mostly there is none
            for name in spilled ?? [] { try self.secure("\(path)\(directory)/\(name)") }
        }
    }
}
