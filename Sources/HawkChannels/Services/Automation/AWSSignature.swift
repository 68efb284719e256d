import Crypto
import HawkCore

/// Signature Version 4 of a POST to the path `/`.
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
struct AWSSignature {
    let accessKeyID: String
    let secretAccessKey: String
    let region: String
    let service: String
    let signedAt: Instant

    private static let signedHeaders = "content-type;host;x-amz-date"

    /// Returns the headers that authorize the request.
    /// - Parameter host: as the header `Host` has it.
    func headers(host: String, body: ServiceRequest.Body) -> [String: String] {
        let (bytes, type) = body.encoded
        let canonicalRequest = """
            POST
            /

            content-type:\(type ?? "")
            host:\(host)
            x-amz-date:\(self.time)

            \(Self.signedHeaders)
            \(SHA256.hash(data: bytes).hex())
            """
        let text = """
            AWS4-HMAC-SHA256
            \(self.time)
            \(self.scope)
            \(SHA256.hash(data: Array(canonicalRequest.utf8)).hex())
            """
        let authorization =
            "AWS4-HMAC-SHA256 Credential=\(self.accessKeyID)/\(self.scope), SignedHeaders=\(Self.signedHeaders), "
            + "Signature=\(Self.code(text, key: self.key).hex())"
        return ["Authorization": authorization, "X-Amz-Date": self.time]
    }

    /// `20260830T123600Z`
    private var time: String { "\(self.date)T\(self.signedAt.timeOfDay.filter { $0 != ":" })Z" }

    private var date: String { self.signedAt.date.filter { $0 != "-" } }

    private var scope: String { "\(self.date)/\(self.region)/\(self.service)/aws4_request" }

    private var key: [UInt8] {
        [self.date, self.region, self.service, "aws4_request"].reduce(Array("AWS4\(self.secretAccessKey)".utf8)) {
            Self.code($1, key: $0)
        }
    }

    private static func code(_ text: String, key: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: SymmetricKey(data: key)))
    }
}
