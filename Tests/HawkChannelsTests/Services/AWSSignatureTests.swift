import HawkCore
import Testing

@testable import HawkChannels

@Suite struct AWSSignatureTests {
    /// `post-x-www-form-urlencoded` of AWS's test suite for Signature Version 4.
    @Test func `a form has the signature of the official test suite`() throws {
        let signature = AWSSignature(
            accessKeyID: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", region: "us-east-1",
            service: "service", signedAt: try #require(Instant("2015-08-30T12:36:00Z")))
        let headers = signature.headers(
            host: "example.amazonaws.com", body: .form([ServiceRequest.FormValue(name: "Param1", value: "value1")]))
        #expect(headers["X-Amz-Date"] == "20150830T123600Z")
        #expect(
            headers["Authorization"]
                == "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
                + "SignedHeaders=content-type;host;x-amz-date, "
                + "Signature=ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a")
    }

    @Test func `a topic's ARN decides the host`() {
        #expect(AWSTopic("arn:aws:sns:eu-west-1:123456789012:alerts")?.host == "sns.eu-west-1.amazonaws.com")
        #expect(AWSTopic("arn:aws-cn:sns:cn-north-1:123456789012:alerts")?.host == "sns.cn-north-1.amazonaws.com.cn")
        #expect(AWSTopic("arn:aws:sns:eu-west-1:1:alerts.fifo")?.isFIFO == true)
        for arn in ["arn:aws:sqs:eu-west-1:1:x", "arn:aws:sns:evil.example/:1:x", "arn:aws:sns::1:x", "alerts"] {
            #expect(AWSTopic(arn) == nil, "\(arn)")
        }
    }

    @Test func `a subject is ASCII of at most 99 characters`() throws {
        let config = try AWSSNSChannel.Settings(
            validating: [
                "topic_arn": "arn:aws:sns:eu-west-1:1:alerts", "access_key_id": "AKIDEXAMPLE00000", "secret_access_key": "s",
            ])
        let message = AlertMessage.sample(monitor: String(repeating: "ä…", count: 60))
        let alert = ServiceAlert(message, limits: AWSSNSChannel.limits, markup: .none, at: FixedClock().now)
        let request = AWSSNSChannel().request(for: alert, with: config)
        guard case .form(let values) = request.body else { throw NotThrown() }
        let subject = try #require(values.first { $0.name == "Subject" }?.value)
        #expect(subject.utf8.count == 99 && subject.hasPrefix("DOWN: ?...?..."))
        #expect(!values.contains { $0.name == "MessageGroupId" })
    }
}
