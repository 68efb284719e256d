package import HawkCore

/// The query, its server and the expected answer.
package struct DNSSettings: MonitorSettings {
    /// How the answers must match the expected values.
    package enum Match: String, Codable, CaseIterable, Sendable {
        /// Each expected value is present; others may be too.
        case all
        /// At least one of them is present.
        case any
        /// All are present, and no others.
        case exact
    }

    /// Response codes, and `NODATA` for NOERROR without a record of the type (RFC 2308).
    package enum ExpectedCode: String, Codable, CaseIterable, Sendable {
        case noError = "NOERROR"
        case noData = "NODATA"
        case noName = "NXDOMAIN"
        case failure = "SERVFAIL"
        case refusal = "REFUSED"
    }

    package enum Transport: String, Codable, CaseIterable, Sendable { case udp, tcp }

    private static let maxExpected = 50

    package var recordType = DNSRecordType.a
    package var expected: [String] = []
    package var match = Match.all
    package var expectedRcode = ExpectedCode.noError
    /// Nil for this machine's.
    package var resolver: String?
    package var transport = Transport.udp
    package var assertions: [Assertion] = []

    package init() {}

    package enum CodingKeys: CodingKey, CaseIterable {
        case recordType, expected, match, expectedRcode, resolver, transport, assertions
    }

    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        self.recordType = try members.decode(.recordType, choiceOr: .a)
        self.expected = try members.decode(.expected, or: [])
        self.match = try members.decode(.match, choiceOr: .all)
        self.expectedRcode = try members.decode(.expectedRcode, choiceOr: .noError)
        self.resolver = try members.decodeIfPresent(String.self, forKey: .resolver)
        self.transport = try members.decode(.transport, choiceOr: .udp)
        self.assertions = try members.decode(.assertions, or: [])
    }

    package func validate() -> [FieldError] {
        var errors = Assertion.validate(self.assertions, sources: DNSProbe.assertionSources)
        if let resolver = self.resolver {
            do { _ = try DNSServer(parsing: resolver) } catch { errors.append(FieldError("resolver", error.message)) }
        } else if self.expectedRcode == .failure || self.expectedRcode == .refusal {
            let code = self.expectedRcode.rawValue
            errors.append(FieldError("resolver", "is required when the expected response code is \(code)"))
        }
        return errors + self.validateExpected()
    }

    private func validateExpected() -> [FieldError] {
        guard !self.expected.isEmpty else { return [] }
        var errors: [FieldError] = []
        if self.expectedRcode != .noError {
            errors.append(FieldError("expected", "must be empty when \(self.expectedRcode.rawValue) is expected"))
        }
        if self.expected.count > Self.maxExpected {
            errors.append(FieldError("expected", "must not have more than \(Self.maxExpected) entries"))
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
