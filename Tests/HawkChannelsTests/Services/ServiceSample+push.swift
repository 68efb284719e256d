import HawkCore

@testable import HawkChannels

extension ServiceSample {
    static let push: [ChannelType: ServiceSample] = [
        NtfyChannel.type: ServiceSample(
            config: ["server_url": "https://ntfy.example", "topic": "alerts", "token": "tk_secret"],
            accepted: #"{"id":"x","event":"message"}"#),
        PushoverChannel.type: ServiceSample(
            config: [
                "user_key": "uQiRzpo4DXghDmr9QzzfQu27cmVRsG", "api_token": "azGDORePK8gMaC0QOYAMyEEuzJnyUi", "device": "phone",
            ], accepted: #"{"status":1,"request":"647d2300-702c-4b38-8b2f-d56326ae460b"}"#),
    ]
}
