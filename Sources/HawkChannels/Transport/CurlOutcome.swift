import CCurl

/// The outcome of one transfer.
struct CurlOutcome: Sendable {
    /// A negative reply of a mail server.
    struct Reply: Sendable {
        let code: Int
        let text: String
        let stage: ccurl_stage
    }

    /// A recipient that the mail server rejected, with the server's reply.
    struct TurnedDown: Sendable {
        /// Index from 0.
        let recipient: Int
        let code: Int
        let text: String
    }

    let code: CURLcode
    /// The error text of libcurl.
    let detail: String
    let connectErrno: Int32
    /// HTTP status; 0 if none arrived.
    let status: Int
    let retryAfter: Duration?
    /// At most 16 KiB.
    let body: [UInt8]
    let reply: Reply?
    let turnedDown: [TurnedDown]
    /// The last stage of a mail's dialogue, and whether it exceeded its time limit.
    let stage: ccurl_stage
    let stageTimedOut: Bool
    /// The policy's message if it refused every address.
    let refusal: String?

    init(_ raw: ccurl_outcome, _ body: [UInt8], _ control: TransferControl) {
        self.code = raw.code
        self.detail = text(raw.detail)
        self.connectErrno = Int32(truncatingIfNeeded: raw.connect_errno)
        self.status = raw.status
        self.retryAfter = raw.retry_after > 0 ? .seconds(raw.retry_after) : nil
        self.body = body
        self.reply =
            raw.reply_code == 0
            ? nil
            : Reply(code: Int(raw.reply_code), text: text(raw.reply), stage: raw.reply_stage)
        self.turnedDown = control.turnedDown
        self.stage = raw.stage
        self.stageTimedOut = raw.stage_timed_out != 0
        self.refusal = control.refusal
    }
}

/// A NUL-terminated C array as text.
private func text<CArray>(_ array: CArray) -> String {
    withUnsafeBytes(of: array) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
}
