import HawkCore

/// https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
struct AWSSNSChannel: HTTPService {
    static let type = ChannelType(rawValue: "aws_sns")
    static let label = "Amazon SNS"
    static let steps = [
        "Create a topic and subscribe your addresses, functions or queues to it.",
        "Create a user in IAM whose only permission is `sns:Publish` on the topic.",
        "Create an access key for this user.",
    ]
    static let limits = AlertLimits(title: .scalars(99), text: .bytes(4_096))

    struct Settings: ChannelSettings {
        var topicARN = "", accessKeyID = "", secretAccessKey = ""

        private static let exampleARN = "arn:aws:sns:eu-west-1:123456789012:alerts"

        static let settings = SettingList<Settings> {
            Setting(
                "topic_arn", "Topic ARN", \.topicARN, .token(),
                .valid { AWSTopic($0) == nil ? "must be the ARN of a topic, such as \(Self.exampleARN)" : nil }, required: true,
                secretBinding: .value, placeholder: Self.exampleARN)
            Setting("access_key_id", "Access key ID", \.accessKeyID, .token(16...128), required: true, placeholder: "AKIA…")
            Setting("secret_access_key", "Secret access key", \.secretAccessKey, .token(), required: true, secret: true)
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        let topic = AWSTopic(config.topicARN)
        var request = ServiceRequest.post(
            "https://\(topic?.host ?? "sns.us-east-1.amazonaws.com")/",
            form: [
                "Action": "Publish", "Version": "2010-03-31", "TopicArn": config.topicARN, "Subject": Self.subject(alert.title),
                "Message": alert.text, "MessageGroupId": topic?.isFIFO == true ? alert.incidentKey : nil,
                "MessageDeduplicationId": topic?.isFIFO == true ? alert.deliveryKey : nil,
            ])
        let signature = AWSSignature(
            accessKeyID: config.accessKeyID, secretAccessKey: config.secretAccessKey, region: topic?.region ?? "us-east-1",
            service: "sns", signedAt: alert.sentAt)
        request.headers = signature.headers(host: topic?.host ?? "sns.us-east-1.amazonaws.com", body: request.body)
        request.headers["Accept"] = "application/json"
        return request
    }

    /// At most 99 characters of ASCII.
    private static func subject(_ title: String) -> String {
        let ascii = title.withoutTypography.unicodeScalars.prefix(99).map { $0.isASCII ? $0 : "?" }
        return String(String.UnicodeScalarView(ascii)).trimmed
    }
}

/// The parts of a topic's ARN: `arn:aws:sns:eu-west-1:123456789012:alerts`.
struct AWSTopic {
    let region: String
    let host: String
    let isFIFO: Bool

    /// Nil if the text is not the ARN of a topic.
    init?(_ arn: String) {
        let parts = arn.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 6, parts[0] == "arn", ["aws", "aws-cn", "aws-us-gov"].contains(parts[1]), parts[2] == "sns",
            parts[3].isHostName, !parts[3].contains("."), !parts[4].isEmpty, !parts[5].isEmpty
        else { return nil }
        self.region = parts[3]
        self.host = "sns.\(parts[3]).amazonaws.com\(parts[1] == "aws-cn" ? ".cn" : "")"
        self.isFIFO = parts[5].hasSuffix(".fifo")
    }
}
