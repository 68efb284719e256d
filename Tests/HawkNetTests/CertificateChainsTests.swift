import Foundation
import HawkCore
import HawkNet
import HawkTestSupport
import NIOCore
import NIOPosix
import Testing

/// Compares our verdicts on chains of every kind with those of openssl, which creates them. Serialized, since it is expensive and
/// other suites wait.
@Suite(.serialized) struct CertificateChainsTests {
    enum Opinion: Sendable {
        case good
        /// The words that follow "the certificate of shop.test", or a whole sentence.
        case bad(String)
        case expired(String)
        /// Of a kind that another client may trust.
        case unknown(String)
    }

    private static let notSafe = "which is no longer secure"
    private static let middle = "depends on CN=Other Middle,"

    static let opinions: [(String, Opinion)] = [
        ("plain", .good), ("root sent along", .good), ("out of order", .good), ("sent twice", .good),
        ("strangers among them", .good), ("a pile of strangers", .good), ("an unreadable one among them", .good),
        ("middle trusted", .good), ("own certificate trusted", .good), ("another of its own trusted", .bad("is self-signed")),
        ("no names", .bad("names no host (today's clients ignore the common name)")),
        ("common name only", .bad("names no host (today's clients ignore the common name)")),
        ("wildcard", .good), ("wildcard two labels deep", .bad("the certificate is for *.shop.test, not for a.b.shop.test")),
        ("wildcard for its parent", .bad("the certificate is for *.shop.test, not for shop.test")),
        ("wildcard within a label", .bad("the certificate is for a*.shop.test, not for ab.shop.test")),
        ("wildcard below nothing", .bad("the certificate is for *.test, not for shop.test")),
        ("capital letters", .good), ("wrong name", .bad("the certificate is for other.test, not for shop.test")),
        ("second name", .good), ("international name", .good), ("underscore", .good), ("IPv4", .good), ("IPv6", .good),
        ("wrong IPv4", .bad("the certificate is for 192.0.2.7, not for 192.0.2.8")),
        ("address as a name", .bad("the certificate is for 192.0.2.7, not for 192.0.2.7")),
        ("name and other kinds", .good),
        ("dot at the end of the name", .bad("the certificate is for shop.test., not for shop.test")),
        ("expired", .expired("expired on")), ("not yet valid", .bad("is not valid before")),
        ("expired middle", .expired("\(middle) which expired on")),
        ("middle not yet valid", .bad("\(middle) which is not valid before")),
        ("expired root", .expired("depends on CN=Old Root, which expired on")), ("cross-signed by an expired root", .good),
        ("only the expired cross-signature", .expired("depends on CN=Root, which expired on")),
        ("self-signed", .bad("is self-signed")),
        ("unknown root", .bad("was issued by CN=Unknown Root, which is not trusted here")),
        (
            "unknown root sent along",
            .bad("was issued by CN=Unknown Root, a self-signed authority that is not trusted here")
        ),
        (
            "middle missing",
            .bad("was issued by CN=Middle, which is not trusted here (or an intermediate certificate is missing)")
        ),
        (
            "middle missing, with its place",
            .bad("shop.test does not send the certificate of CN=Middle, which its own depends on")
        ),
        ("other root of that name", .bad("CN=Middle names CN=Root as its issuer, but is not signed by it")),
        ("forged", .bad("names CN=Middle as its issuer, but is not signed by it")), ("unreadable", .bad("cannot be read")),
        ("middle no authority", .bad("\(middle) which is not a certificate authority")),
        ("middle without constraints", .bad("\(middle) which is not a certificate authority")),
        ("middle may not sign", .bad("\(middle) which may not sign certificates")), ("path length kept", .good),
        ("path length exceeded", .bad("\(middle) which does not allow so many authorities below it")),
        ("authority as server", .good), ("root signed with SHA-1", .good), ("for clients only", .bad("is not valid for servers")),
        ("for servers and clients", .good), ("for everything", .good),
        ("middle for clients only", .bad("\(middle) which may not issue certificates for servers")), ("permitted name", .good),
        ("name not permitted", .bad("\(middle) which may not issue certificates for shop.test")),
        ("name that only ends alike", .bad("\(middle) which may not issue certificates for shop.test")),
        ("excluded name", .bad("\(middle) which may not issue certificates for shop.test")), ("other name excluded", .good),
        ("address not permitted", .bad("\(middle) which may not issue certificates for 198.51.100.1")),
        ("permitted address", .good),
        ("addresses excluded", .good), ("mail restricted", .good), ("directory permitted", .good),
        ("directory not permitted", .bad("\(middle) which may not issue certificates for")),
        ("strange critical extension", .bad("has a critical extension that is not understood (1.2.3.4)")),
        (
            "middle with strange critical extension",
            .bad("\(middle) which has a critical extension that is not understood (1.2.3.4)")
        ),
        ("strange extension", .good), ("critical policies", .good), ("key RSA", .good), ("key P-384", .good),
        ("key P-521", .good), ("key Ed25519", .good),
        ("key RSA of 1024 bits", .bad("has a key that is too weak (RSA, 1024 bits)")),
        ("key P-192", .bad("has a key that is too weak (elliptic curve, 192 bits)")),
        ("key P-224", .bad("has a key that is too weak (elliptic curve, 224 bits)")),
        ("key DSA", .bad("has a key that is too weak (DSA)")),
        ("key secp256k1", .unknown("a key of the kind elliptic curve, 256 bits")),
        ("key Ed448", .unknown("a key of the kind 1.3.101.113")),
        ("signed with MD5", .bad("is signed with MD5, \(notSafe)")),
        ("signed with SHA-1", .bad("is signed with SHA-1, \(notSafe)")),
        ("signed with SHA-224", .unknown("a signature of the kind 1.2.840.113549.1.1.14")), ("signed with SHA-512", .good),
        ("signed with RSASSA-PSS", .unknown("a signature of the kind RSASSA-PSS")),
        ("signed with ECDSA and SHA-1", .bad("is signed with SHA-1, \(notSafe)")),
        ("middle signed with SHA-1", .bad("\(middle) which is signed with SHA-1, \(notSafe)")),
        ("middle signed with MD5", .bad("\(middle) which is signed with MD5, \(notSafe)")),
        ("middle with RSA of 1024 bits", .bad("\(middle) which has a key that is too weak (RSA, 1024 bits)")),
    ]

    /// Where we are stricter, as browsers are (RFC 9525), or support less.
    private static let disagreements: Set<String> = [
        "common name only", "wildcard within a label", "key P-224", "key secp256k1", "key Ed448", "signed with SHA-224",
        "signed with RSASSA-PSS",
    ]

    @Test func `every chain that is created is verified`() async throws {
        #expect(try await Set(MadeChain.all.keys) == Set(Self.opinions.map(\.0)))
    }

    @Test(arguments: opinions) func `a chain is verified as by openssl, with a message for each problem`(
        _ name: String, _ opinion: Opinion
    ) async throws {
        let chain = try #require(try await MadeChain.all[name])
        let seen: Result<TargetFailure?, RunnerFault>
        do { seen = .success(try await chain.verdict().problem) } catch { seen = .failure(try #require(error as? RunnerFault)) }
        let isBelieved = if case .success(nil) = seen { true } else { false }
        let agrees = chain.openssl == isBelieved
        switch (opinion, seen) {
        case (.good, .success(nil)): #expect(chain.openssl, "\(chain.opensslSays)")
        case (.bad(let words), .success(let problem?)):
            #expect(problem.reason == .certificateInvalid && problem.message.contains(words), "\(problem.message)")
            #expect(agrees || Self.disagreements.contains(name), "\(chain.opensslSays)")
        case (.expired(let words), .success(let problem?)):
            #expect(problem.reason == .certificateExpired && problem.message.contains(words), "\(problem.message)")
            #expect(agrees, "\(chain.opensslSays)")
        case (.unknown(let words), .failure(let fault)):
            #expect(fault.description.contains(words), "\(fault)")
            #expect(chain.openssl && Self.disagreements.contains(name))
        default: Issue.record("\(name): \(seen); openssl: \(chain.opensslSays)")
        }
    }

    @Test func `a truncated or changed chain is verified safely, 200 times`() async throws {
        let good = try #require(try await MadeChain.all["plain"])
        let verifier = try CertificateVerifier(trust: .certificates(pem: good.roots))
        var random = SeededGenerator(seed: 11)
        for _ in 0..<200 {
            var chain = good
            let victim = Int.random(in: 0..<chain.chain.count, using: &random)
            let place = Int.random(in: 0..<chain.chain[victim].count, using: &random)
            if Bool.random(using: &random) {
                chain.chain[victim][place] ^= UInt8.random(in: 1...255, using: &random)
            } else {
                chain.chain[victim] = Array(chain.chain[victim].prefix(place))
            }
            // A fault is a valid result too: the change may have produced an unknown kind of key or signature.
            guard let verdict = try? await chain.verdict(of: verifier) else { continue }
            #expect(verdict.problem != nil, "\(victim), \(place): \(chain.chain[victim])")
        }
    }
}

/// The output of `make_chains.py` for a chain.
private struct MadeChain: Decodable {
    var host: String
    var chain: [[UInt8]]
    var roots: String
    var openssl: Bool
    var opensslSays: String

    private enum CodingKeys: String, CodingKey {
        case host, chain, roots, openssl
        case opensslSays = "openssl_says"
    }

    init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        self.host = try members.decode(String.self, forKey: .host)
        self.chain = try members.decode([Data].self, forKey: .chain).map { Array($0) }
        self.roots = try members.decode(String.self, forKey: .roots)
        self.openssl = try members.decode(Bool.self, forKey: .openssl)
        self.opensslSays = try members.decode(String.self, forKey: .opensslSays)
    }

    /// The chains by name, created once.
    static var all: [String: MadeChain] { get async throws { try await Self.made.value } }

    // SAFETY: unstructured, but owned by all tests that wait for it.
    private static let made = Task { try await Self.make() }

    private static func make() async throws -> [String: MadeChain] {
        let directory = FileManager.default.temporaryDirectory.appending(path: "hawk-chains-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }  // left-over files of a test do no harm
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Chains/make_chains.py").path
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/python3")
        process.arguments = [script, directory]
        let output = "\(directory)/chains.json"
        try Data().write(to: URL(filePath: output))
        process.standardOutput = try FileHandle(forWritingTo: URL(filePath: output))
        try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in done.resume() }
            do { try process.run() } catch { done.resume(throwing: error) }
        }
        let text = try Data(contentsOf: URL(filePath: output))
        return try JSONDecoder().decode([String: MadeChain].self, from: text)
    }

    func verdict() async throws -> CertificateVerdict {
        try await self.verdict(of: try CertificateVerifier(trust: .certificates(pem: self.roots)))
    }

    func verdict(of verifier: CertificateVerifier) async throws -> CertificateVerdict {
        try await verifier.verify(self.chain, host: self.host, on: MultiThreadedEventLoopGroup.singleton.next()).get()
    }
}
