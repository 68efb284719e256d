import HawkCore
import HawkNet

/// Evaluates an answer and stores its evidence on failure.
struct DNSEvaluation {
    private static let maxAliases = 16
    private static let evidenceRecords = 64
    private static let evidenceBytes = 4_096
    private static let evidenceAddresses = 16

    private let name: String
    private let settings: DNSSettings
    private let server: DNSServer?
    private let attempt: Attempt

    init(_ target: DNSTarget, _ settings: DNSSettings, server: DNSServer?, _ attempt: Attempt) {
        self.name = target.name
        self.settings = settings
        self.server = server
        self.attempt = attempt
    }

    private var type: DNSRecordType { self.settings.recordType }

    /// The subject of the query.
    var subject: String { "the \(self.type.rawValue) records of \(self.name)" }

    /// - Throws: `TargetFailure` or `RunnerFault`.
    func evaluate(_ bytes: [UInt8]) throws -> Observation {
        let message: DNSMessage
        do {
            message = try DNSMessage(bytes)
            return try self.evaluate(message)
        } catch let error as MalformedDNSMessage {
            throw self.fault(.protocol, "sent an answer that \(error.message)")
        } catch is DNSMessage.TooLarge {
            throw self.fault(.tooLarge, "sent an answer of more than 1024 records")
        }
    }

    private func evaluate(_ message: DNSMessage) throws -> Observation {
        if self.attempt.isWatched { self.storeEvidence(of: message) }
        do {
            let owner = try self.followAliases(of: message)
            let values = try message.records(self.type, of: owner).map { try message.text(of: $0, self.type) }
            if [.a, .aaaa].contains(self.type) { self.attempt.evidence.addresses = Array(values.prefix(Self.evidenceAddresses)) }
            try self.check(message, owner, values)
        } catch {
            self.storeEvidence(of: message)
            throw error
        }
        let latency = self.attempt.conclude(.up).latency
        let failures = self.settings.assertions.compactMap { assertion in
            assertion.source == .latency ? assertion.evaluate(latency: latency, of: self.server?.description ?? self.name) : nil
        }
        guard let failure = FailedAssertion.first(of: failures) else { return self.attempt.conclude(.up) }
        self.storeEvidence(of: message)
        var observation = self.attempt.conclude(failure.outcome, failure.reason, failure.message)
        observation.timing = failure.timing
        return observation
    }

    /// Returns the final name of the aliases in the answer.
    private func followAliases(of message: DNSMessage) throws -> String {
        guard self.type != .cname else { return self.name }
        var owner = self.name
        for _ in 0...Self.maxAliases {
            guard let alias = message.records(.cname, of: owner).first else { return owner }
            owner = try message.text(of: alias, .cname)
        }
        throw self.fault(.protocol, "answered with an alias loop for \(self.name)")
    }

    private func check(_ message: DNSMessage, _ owner: String, _ values: [String]) throws {
        let expected = self.settings.expectedRcode
        let found = message.code == .noError && values.isEmpty ? "NODATA" : message.code.description
        guard found != expected.rawValue else { return try self.compare(values) }
        switch found {
        case "NOERROR",
            "NODATA" where expected != .noError, "NXDOMAIN" where expected != .noError:
            let speaker = self.server?.description ?? "the name server"
            throw TargetFailure(.status, "\(speaker) answered \(found) about \(self.subject), expected \(expected.rawValue)")
        case "NODATA": throw TargetFailure(.dns, self.attributed("\(self.whole(owner)) has no \(self.type.rawValue) record"))
        case "NXDOMAIN": throw TargetFailure(.dns, self.attributed("\(self.whole(owner)) does not exist"))
        default:
            let why = message.explanation.map { " (\($0))" } ?? ""
            throw self.fault(.status, "answered \(found), asked for \(self.subject)\(why)")
        }
    }

    private func compare(_ values: [String]) throws(TargetFailure) {
        let expectations = self.settings.expected.compactMap { DNSExpectation($0, of: self.type) }
        guard !expectations.isEmpty else { return }
        let missing = expectations.filter { expectation in !values.contains(where: expectation.matches) }
        let foreign = values.filter { value in !expectations.contains { $0.matches(value) } }
        let found = "\(self.subject) are \(values.listed)"
        switch self.settings.match {
        case .any where missing.count == expectations.count:
            throw TargetFailure(.assertion, "\(found): none of them is \(missing.map(\.text).listed)")
        case .all where !missing.isEmpty, .exact where !missing.isEmpty:
            throw TargetFailure(.assertion, "\(found): \(missing.map(\.text).listed) is missing")
        case .exact where !foreign.isEmpty:
            throw TargetFailure(.assertion, "\(found): \(foreign.listed) is not expected")
        case .all, .any, .exact: return
        }
    }

    private func whole(_ owner: String) -> String {
        owner == self.name ? "the name \(self.name)" : "the name \(self.name) is an alias of \(owner), which"
    }

    /// Attributes a statement to a chosen server.
    private func attributed(_ sentence: String) -> String { self.server.map { "\(sentence), says \($0)" } ?? sentence }

    /// Returns an error of the server: a failure of the target if the server was chosen, otherwise our fault.
    private func fault(_ reason: Reason, _ words: String) -> any Error {
        guard let server = self.server else { return RunnerFault("the name server of this machine \(words)") }
        return TargetFailure(reason, "\(server) \(words)")
    }

    /// Stores the answer as text, in the format of `dig`.
    private func storeEvidence(of message: DNSMessage) {
        let lines = message.answers.prefix(Self.evidenceRecords).map { record in
            let type = DNSRecordType(number: record.type)
            // An unreadable value that was not queried is shown by its type alone.
            let value = type.flatMap { try? message.text(of: record, $0) }
            return "\(record.owner) \(record.ttl) \(type?.rawValue ?? "TYPE\(record.type)") \(value ?? "")"
        }
        self.attempt.evidence.headers = [.init(name: "rcode", value: message.code.description)]
        let text = lines.joined(separator: "\n")
        self.attempt.evidence.body = text.isEmpty ? nil : text.cut(toBytes: Self.evidenceBytes)
    }
}

extension [String] {
    /// For a message: the first few.
    fileprivate var listed: String {
        let some = self.prefix(4).map(\.shortened).joined(separator: ", ")
        return self.count > 4 ? "\(some) and \(self.count - 4) more" : some
    }
}
