import HawkCore
import Testing

@Suite struct TargetTracesTests {
    private let leaf = CertificateSummary(
        subject: "CN=shop.test", issuer: "CN=Authority", names: ["shop.test"], notBefore: Instant(seconds: 1_780_000_000),
        notAfter: Instant(seconds: 1_790_000_000))

    private func traces(
        _ peer: String?, status: Int? = nil, size: Int? = nil, _ change: (inout AttemptEvidence) -> Void = { _ in }
    ) -> TargetFingerprint {
        var evidence = AttemptEvidence()
        evidence.peer = peer
        evidence.size = size
        change(&evidence)
        return TargetFingerprint(Observation(.up, statusCode: status, latency: .zero, evidence: evidence))
    }

    private func changes(_ before: TargetFingerprint, _ after: TargetFingerprint) -> [String] {
        after.changes(since: before).map { "\($0.what.rawValue): \($0.before) > \($0.after)" }
    }

    @Test func `equal or missing values are no change`() {
        let before = traces("192.0.2.7:443", status: 200, size: 1_000) { $0.certificates = [leaf] }
        #expect(changes(before, before) == [])
        #expect(changes(before, traces(nil)) == [])
        #expect(changes(traces(nil), before) == [])
    }

    @Test(arguments: [
        ("192.0.2.7:443", "192.0.2.8:443", "address: 192.0.2.7 > 192.0.2.8"),
        ("[2001:db8::7]:443", "[2001:db8::8]:443", "address: 2001:db8::7 > 2001:db8::8"),
        ("192.0.2.7:443", "[2001:db8::8]:443", "address: 192.0.2.7 > 2001:db8::8"), ("::1", "::2", "address: ::1 > ::2"),
        ("2001:db8::7", "192.0.2.7", "address: 2001:db8::7 > 192.0.2.7"),
    ])
    func `another address is reported without its port`(_ before: String, _ after: String, _ change: String) {
        #expect(changes(traces(before), traces(after)) == [change])
    }

    @Test func `another port of the same address is no change`() {
        #expect(changes(traces("192.0.2.7:443"), traces("192.0.2.7:8443")) == [])
    }

    @Test func `without a connection other resolved addresses are a change`() {
        let before = traces("192.0.2.7:443")
        #expect(
            changes(before, traces(nil) { $0.addresses = ["192.0.2.8", "192.0.2.9"] }) == [
                "address: 192.0.2.7 > 192.0.2.8, 192.0.2.9"
            ])
        #expect(changes(before, traces(nil) { $0.addresses = ["192.0.2.8", "192.0.2.7"] }) == [])
    }

    @Test func `another certificate is reported with its names, issuer and dates`() {
        var renewed = leaf
        renewed.notAfter = Instant(seconds: 1_800_000_000)
        let found = changes(traces("x:1") { $0.certificates = [leaf] }, traces("x:1") { $0.certificates = [renewed] })
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("certificate: CN=shop.test for shop.test, from CN=Authority, valid from ") == true)
        #expect(found.first?.hasSuffix(renewed.notAfter.words) == true)
    }

    @Test func `another status is a change, and so is a size difference of more than a tenth`() {
        #expect(changes(traces("x:1", status: 200), traces("x:1", status: 503)) == ["status: 200 > 503"])
        #expect(changes(traces("x:1", size: 1_000), traces("x:1", size: 1_100)) == [])
        #expect(changes(traces("x:1", size: 1_000), traces("x:1", size: 1_101)) == ["size: 1000 bytes > 1101 bytes"])
        #expect(changes(traces("x:1", size: 1_000), traces("x:1", size: 0)) == ["size: 1000 bytes > 0 bytes"])
        #expect(changes(traces("x:1", size: 0), traces("x:1", size: 1)) == ["size: 0 bytes > 1 bytes"])
    }

    @Test func `after another redirect, address and certificate are not compared`() {
        let before = traces("192.0.2.7:443", status: 200) { $0.certificates = [leaf] }
        let after = traces("192.0.2.99:443", status: 500) { $0.redirects = ["https://login.test/"] }
        #expect(changes(before, after) == ["status: 200 > 500"])
    }
}
