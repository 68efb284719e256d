import HawkChannels
import HawkCore
import HawkStore
import Logging

/// Mails that wait in a table. Each contains a link with a new credential.
protocol LinkMailQueue: Sendable {
    associatedtype Row: Sendable

    /// The assumed number of failed attempts, which determines the pause before a retry.
    static var attempts: Int { get }

    var engine: Engine { get }
    /// Whether this installation sends such mails.
    var isUsed: Bool { get }

    /// A word for logs and Message-IDs.
    func kind(of row: Row) -> String
    /// Returns the mails that are due, oldest first.
    func due(limit: Int, in db: any Connection) throws -> [Row]
    /// Records that the mail is being sent with this credential.
    /// - Returns: Nil if another notifier has claimed the mail, or the address gets none.
    func claim(_ row: Row, _ credential: Credential, in db: any Connection) throws -> LinkMail?
    /// Plans a mail again that could not be sent.
    func retry(_ row: Row, _ credential: Credential, at instant: Instant, in db: any Connection) throws
}

/// Sends the mails of a queue when they are due.
struct LinkMailer<Queue: LinkMailQueue>: Sendable {
    let queue: Queue
    let environment: ChannelEnvironment

    private var engine: Engine { self.queue.engine }

    /// Looks for due mails every two seconds until cancelled.
    func run() async {
        guard self.queue.isUsed else { return }
        for await _ in PeriodicLoop(every: .seconds(2)) {
            await self.engine.troubles.track(.mailing) { try await self.sendDue() }
        }
    }

    func sendDue() async throws {
        let due = try await self.engine.database.read { [queue] db in try queue.due(limit: 10, in: db) }
        for row in due {
            let credential = Credential()
            let mail = try await self.engine.database.write { [queue] db in try queue.claim(row, credential, in: db) }
            if let mail { try await self.send(mail, of: row, credential) }
        }
    }

    private func send(_ mail: LinkMail, of row: Queue.Row, _ credential: Credential) async throws {
        let kind = self.queue.kind(of: row)
        do throws(DeliveryError) {
            try await mail.send(key: "\(kind)-\(Base64URL.encode(credential.hash.prefix(12)))", in: self.environment)
        } catch {
            self.engine.logger.warning("Failed to send link mail", metadata: .of(error, ["mail.kind": "\(kind)"]))
            guard let pause = Backoff.pause(after: Queue.attempts, error.retry) else { return }
            try await self.engine.database.write { [queue] db in
                try queue.retry(row, credential, at: db.now() + pause, in: db)
            }
        }
    }
}
