import CLinux
import HawkCore
import HawkNet
import NIOHTTP1

extension HTTPAnswer {
    /// - Parameters:
    ///   - latency: of the whole attempt so far.
    ///   - chain: what the server of this answer showed.
    /// - Returns: nil when the assertion is fulfilled.
    func judge(_ assertion: Assertion, from host: String, latency: Duration, chain: CertificateChain?) -> FailedAssertion? {
        switch assertion.source {
        case .body: self.judgeBody(assertion, host)
        case .header:
            assertion.judge(self.headers[assertion.name ?? ""], "the header \(assertion.name ?? "") of \(host)")
        case .status: assertion.judge(Double(self.status), "the status of \(host) is \(self.status)")
        case .latency: assertion.judge(latency: latency, of: host)
        case .certificateDays: assertion.judge(certificate: chain, of: host, at: .wallClock)
        case .packetLoss, .jitter: nil
        }
    }

    private func judgeBody(_ assertion: Assertion, _ host: String) -> FailedAssertion? {
        let value = assertion.value ?? ""
        let found = self.body.contains(value)
        if assertion.operator == .notContains {
            if found { return assertion.failed("the body of \(host) contains \"\(value.shortened)\"") }
        } else {
            if found { return nil }
            if !self.isCut { return assertion.failed("the body of \(host) does not contain \"\(value.shortened)\"") }
        }
        guard self.isCut else { return nil }
        return FailedAssertion(
            severity: assertion.severity, reason: .tooLarge,
            message: "the body of \(host) is larger than 256 KiB, and the first 256 KiB do not tell whether it contains "
                + "\"\(value.shortened)\"")
    }
}

extension [UInt8] {
    fileprivate func contains(_ text: String) -> Bool {
        let text = Array(text.utf8)
        return self.withUnsafeBytes { body in
            text.withUnsafeBytes { hawk_contains(body.baseAddress, UInt64(body.count), $0.baseAddress, UInt64($0.count)) != 0 }
        }
    }
}
