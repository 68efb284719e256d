import HawkCore

@testable import HawkChannels

extension ServiceSample {
    static let mail: [ChannelType: ServiceSample] = [
        ResendChannel.type: ServiceSample(
            config: ["api_key": "re_secret", "from": sender, "to": recipients],
            accepted: #"{"id":"49a3999c-0ce1-4ea6-ab68-afcd6dc2e794"}"#),
        SendGridChannel.type: ServiceSample(
            config: ["region": "eu", "api_key": "SG.secret", "from": sender, "to": recipients]),
        MailgunChannel.type: ServiceSample(
            config: [
                "region": "eu", "domain": "mg.example.com", "api_key": "mailgun-secret", "from": sender, "to": recipients,
            ], accepted: #"{"id":"<20261122040510.1@mg.example.com>","message":"Queued. Thank you."}"#),
        PostmarkChannel.type: ServiceSample(
            config: ["server_token": "postmark-secret", "message_stream": "alerts", "from": sender, "to": recipients],
            accepted: #"{"To":"bob@example.com","MessageID":"0a129aee","ErrorCode":0,"Message":"OK"}"#),
        BrevoChannel.type: ServiceSample(
            config: ["api_key": "xkeysib-secret", "from": sender, "to": recipients],
            accepted: #"{"messageId":"<202611220405.1@smtp-relay.mailin.fr>"}"#),
    ]

    private static let sender: JSONValue = "Shop, alerts <alerts@example.com>"
    private static let recipients: JSONValue = ["bob@example.com", "carol@example.com"]
}
