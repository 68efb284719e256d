import ArgumentParser
import Foundation
import HawkCore
import HawkEngine
import HawkStore

#if canImport(Glibc)
    import Glibc
#endif

struct CopyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "copy",
        abstract: "Copies a SQLite installation to PostgreSQL.",
        discussion: """
            Stop the server first. Copies the installation that DATABASE_URL and STATUSHAWK_DATA_DIR name, with its IDs, keys and history, \
            into an empty database, and compares both. The source is not changed. If the copy is interrupted, run the same command again \
            to resume. Put the password into ~/.pgpass: other users can read the command line.
            """)

    @Option(help: ArgumentHelp("The target database, such as postgres://user@host:5432/name.", valueName: "url"))
    var to: String
    // Accepted so that no error quotes it: it may be a URL with a password.
    @Argument(help: .hidden) var stray: [String] = []

    func validate() throws {
        guard self.stray.isEmpty else { throw ValidationError("copy accepts only --to and a URL") }
        guard self.to.hasPrefix("postgres://") || self.to.hasPrefix("postgresql://"),
            PostgreSQLDatabase.understands(url: Secret(self.to))
        else {
            throw ValidationError(
                "--to must be a URL with parameters that libpq supports, such as postgres://user:password@host:5432/database")
        }
    }

    func run() async throws {
        try await reportingFailures {
            let configuration = try ServerConfiguration(ConfigurationSource())
            let path = try Self.sqliteFile(configuration)
            // Held to the end, so that no server starts meanwhile.
            let directory = try DataDirectory(configuration.dataDirectory)
            let source = try SQLiteDatabase(path: path, clock: SystemClock())
            let target = try await PostgreSQLDatabase(url: Secret(self.to), poolSize: 1)
            try await Self.copy(from: source, to: target)
            await target.close()
            await source.close()
            print(Self.nextSteps(configuration, in: directory))
            directory.unlock()
        }
    }

    private static func sqliteFile(_ configuration: ServerConfiguration) throws -> String {
        guard case .sqlite(let path) = configuration.database else {
            throw ConfigurationError(
                .databaseURL, "names a PostgreSQL server, but copy reads a SQLite file; use pg_dump between PostgreSQL servers"
            )
        }
        try configuration.database.requireFile()
        return path
    }

    private static func copy(from source: any Database, to target: any Database) async throws {
        var progress = CopyProgress(onTerminal: isatty(STDOUT_FILENO) == 1)
        do {
            try await InstallationCopy(from: source, to: target).run { step in
                guard let text = progress.text(for: step, at: .now) else { return }
                // Bypasses the buffer of `print`, so that the progress is visible immediately.
                FileHandle.standardOutput.write(Data(text.utf8))
            }
        } catch let error as StoreError {
            guard let detail = error.detail else { throw error }
            let advice = error.mayPass ? "; run the same command again to resume" : ""
            throw StoreError.unusable("the copy stopped: \(error) (\(detail))\(advice)")
        }
    }

    private static func nextSteps(_ configuration: ServerConfiguration, in directory: DataDirectory) -> String {
        let keyFile = URL(filePath: directory.keyFile).standardizedFileURL.path(percentEncoded: false)
        let key =
            if configuration.secretKey != nil {
                "with the SECRET_KEY that is set now"
            } else if FileManager.default.fileExists(atPath: keyFile) {
                "with the secret key in \(keyFile): the same STATUSHAWK_DATA_DIR, or SECRET_KEY_FILE=\(keyFile)"
            } else {
                "with the same SECRET_KEY as before"
            }
        return """
            The copy is complete. Next steps:
              - set DATABASE_URL to the URL that you passed with --to
              - start the server \(key); without this key, stored secrets cannot be read
              - keep \(configuration.database) and its directory: the copy changed nothing there
            """
    }
}
