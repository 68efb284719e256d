import HawkCore

@testable import HawkChannels

extension ServiceSample {
    static let sms: [ChannelType: ServiceSample] = [
        TwilioSMSChannel.type: ServiceSample(
            config: [
                "account_sid": "AC00000000000000000000000000000000", "auth_token": "twilio-secret", "from": "+15551234567",
                "to": "+4915112345678",
            ], accepted: #"{"sid":"SM00000000000000000000000000000000","status":"queued","error_code":null}"#),
        TwilioCallChannel.type: ServiceSample(
            config: [
                "account_sid": "AC00000000000000000000000000000000", "auth_token": "twilio-secret", "from": "+15551234567",
                "to": "+4915112345678",
            ], accepted: #"{"sid":"CA00000000000000000000000000000000","status":"queued"}"#),
        VonageChannel.type: ServiceSample(
            config: ["api_key": "abcd1234", "api_secret": "vonage-secret", "from": "StatusHawk", "to": "+447700900000"],
            accepted: #"{"message-count":"1","messages":[{"to":"447700900000","message-id":"0C000000217B7F02","status":"0"}]}"#),
        PlivoChannel.type: ServiceSample(
            config: [
                "auth_id": "MAXXXXXXXXXXXXXXXXXX", "auth_token": "plivo-secret", "from": "+15551234567", "to": "+14155551234",
            ], accepted: #"{"message":"message(s) queued","message_uuid":["db3ce55a"],"api_id":"db342550"}"#),
        FortySixElksChannel.type: ServiceSample(
            config: ["username": "u0123456789", "password": "elks-secret", "from": "StatusHawk", "to": "+46700000000"],
            accepted: #"{"id":"s70df59406a1b4643b96f3f91e0bfb7b0","status":"created","direction":"outgoing"}"#),
        ClickSendChannel.type: ServiceSample(
            config: ["username": "alice", "api_key": "clicksend-secret", "from": "StatusHawk", "to": "+61411111111"],
            accepted: #"{"http_code":200,"response_code":"SUCCESS","data":{"messages":[{"status":"SUCCESS"}]}}"#),
        SevenChannel.type: ServiceSample(
            config: ["api_key": "seven-secret", "from": "StatusHawk", "to": "+4915112345678"],
            accepted: #"{"success":"100","messages":[{"success":true,"error":null,"error_text":null}]}"#),
        BirdChannel.type: ServiceSample(
            config: ["api_key": "bk_eu1_bird-secret", "from": "+15557654321", "to": "+15551234567"],
            accepted: #"{"id":"sms_abc123","status":"accepted"}"#),
        FreeMobileChannel.type: ServiceSample(config: ["user": "12345678", "pass": "free-secret"]),
        SMSAPIChannel.type: ServiceSample(
            config: ["site": "pl", "token": "smsapi-secret", "from": "StatusHawk", "to": "+48500500500"],
            accepted: #"{"count":1,"list":[{"id":"5B2E","points":0.16,"number":"48500500500","status":"QUEUE","error":null}]}"#),
    ]
}
