package import HawkCore

/// The query, its server and the expected answer.
package struct DNSSettings: MonitorSettings {
    /// How the answers must match the expected values.
    package enum Match: String, SettingChoice {
        /// Each expected value is present; others may be too.
        case all
        /// At least one of them is present.
        case any
        /// All are present, and no others.
        case exact
    }

    /// Response codes, and `NODATA` for NOERROR without a record of the type (RFC 2308).
    package enum ExpectedCode: String, SettingChoice {
        case noError = "NOERROR"
        case noData = "NODATA"
        case noName = "NXDOMAIN"
        case failure = "SERVFAIL"
        case refusal = "REFUSED"
    }

    package enum Transport: String, SettingChoice { case udp, tcp }

    package var recordType = DNSRecordType.a
    package var expected: [String] = []
    package var match = Match.all
    package var expectedRcode = ExpectedCode.noError
    /// Nil for this machine's.
    package var resolver: String?
    package var transport = Transport.udp
    package var assertions: [Assertion] = []

    package init() {}

    package static let settings = SettingList<DNSSettings> {
        Setting("record_type", "Record type", \.recordType)
        Setting(
            "expected", "Expected values", \.expected, .entries(0...50),
            help: "Such as 192.0.2.7, or 10 mail.example.com for MX. * matches any characters. Empty: any record is accepted.",
            placeholder: "192.0.2.7")
        Setting(
            "match", "Match", \.match,
            help: "All: every expected value is present. Any: at least one is. Exact: all are, and no others.")
        Setting(
            "expected_rcode", "Expected response code", \.expectedRcode,
            help: "NODATA: the name exists, but has no record of this type.")
        Setting(
            "resolver", "Name server", \.resolver, .valid(Self.problem(ofResolver:)),
            help: "Its errors count as downtime. Empty: the system resolver, whose errors do not count as downtime.",
            placeholder: "192.0.2.53 or ns1.example.com:53")
        Setting("transport", "Transport", \.transport, help: "UDP: falls back to TCP if a response needs it.")
        Assertion.setting(\.assertions, on: [.latency], help: "On latency.")
    }

    private static func problem(ofResolver text: String) -> String? {
        do { _ = try DNSServer(parsing: text) } catch { return error.message }
        return nil
    }

    package func validate() -> [FieldError] {
        guard self.resolver == nil, self.expectedRcode == .failure || self.expectedRcode == .refusal else {
            return self.validateExpected()
        }
        let code = self.expectedRcode.rawValue
        return [FieldError("resolver", "is required when the expected response code is \(code)")] + self.validateExpected()
    }

    private func validateExpected() -> [FieldError] {
        guard !self.expected.isEmpty else { return [] }
        var errors: [FieldError] = []
        if self.expectedRcode != .noError {
            errors.append(FieldError("expected", "must be empty when \(self.expectedRcode.rawValue) is expected"))
        }
        for (position, text) in self.expected.enumerated() where DNSExpectation(text, of: self.recordType) == nil {
            let type = self.recordType
            errors.append(
                FieldError(
                    "expected.\(position)",
                    "must be the value of a record of type \(type.rawValue), such as \(type.example), of at most "
                        + "\(DNSExpectation.longest) bytes"))
        }
        return errors
    }
}
