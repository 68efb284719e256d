import ArgumentParser
import Foundation
import HawkCore
import HawkEngine
import HawkStore

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Finds damage in the database and in results kept on disk. Exits with 1 if there is any.",
        discussion: """
            Reads every table and changes nothing. It can run while the server is running. With PostgreSQL it finds only damage that the \
            database server detects while reading: damaged pages are detected with data checksums only.
            """)

    func run() async throws {
        try await reportingFailures {
            let configuration = try ServerConfiguration(ConfigurationSource())
            var report = DoctorReport()
            try await Self.check(configuration.database) { report.add($0) }
            try report.addFiles(in: "\(configuration.dataDirectory)/spill")
            print(report.text)
            if report.isDamaged { throw ExitCode(1) }
        }
    }

    private static func check(_ address: DatabaseAddress, _ checked: (TableFaults) -> Void) async throws {
        switch address {
        case .sqlite(let path): try await SQLiteCheck(path: path).run(checked)
        case .postgreSQL(let url):
            let database = try await PostgreSQLDatabase(url: url, poolSize: 1)
            do {
                try await IntegrityRepository().run(on: database, checked)
                await database.close()
            } catch {
                await database.close()
                throw error
            }
        }
    }
}

/// The findings of `statushawk doctor`, as text.
struct DoctorReport {
    private var tables = 0
    private var findings: [String] = []

    var isDamaged: Bool { !self.findings.isEmpty }

    mutating func add(_ table: TableFaults) {
        self.tables += 1
        guard !table.faults.isEmpty else { return }
        self.findings.append("the table \(table.table) is damaged: \(table.faults.joined(separator: "; "))")
    }

    /// Adds unreadable files of spilled results, and files that wait for a repair.
    mutating func addFiles(in directory: String) throws {
        for path in [directory, "\(directory)/held"] where FileManager.default.fileExists(atPath: path) {
            let names = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
            self.findings += names.filter { $0.hasSuffix(".unreadable") }.map { "the file \(path)/\($0) cannot be read" }
            let waiting = names.count(where: { $0.hasSuffix(".results") })
            if path != directory, waiting > 0 {
                self.findings.append(
                    "results are waiting in \(waiting) \(waiting == 1 ? "file" : "files") in \(path) until the database is repaired"
                )
            }
        }
    }

    var text: String {
        guard self.isDamaged else { return "\(self.tables) tables were checked; no damage was found" }
        return (self.findings + ["", Self.advice]).joined(separator: "\n")
    }

    private static let advice = """
        Stop the server and keep a copy of the whole data directory. Then restore a backup. For SQLite, \
        `sqlite3 statushawk.db .recover` can instead export all readable data for a new file. Results kept on disk are stored at the \
        next start.
        """
}
