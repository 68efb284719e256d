import HawkCore

@testable import HawkChannels

extension ServiceSample {
    static let automation: [ChannelType: ServiceSample] = [
        GitHubChannel.type: ServiceSample(
            config: ["repository": "acme/shop", "token": "ghp_secret", "server_url": "https://api.github.com"],
            accepted: #"{"id":1,"number":1347,"state":"open"}"#),
        GitLabChannel.type: ServiceSample(
            config: ["server_url": "https://gitlab.com", "project": "acme/shop", "token": "glpat-secret"],
            accepted: #"{"id":76,"iid":6,"state":"opened"}"#),
        HomeAssistantChannel.type: ServiceSample(
            config: ["server_url": "https://home.example:8123", "access_token": "ha-secret", "service": "mobile_app_pixel_9"],
            accepted: "[]"),
        AlertmanagerChannel.type: ServiceSample(
            config: [
                "server_url": "https://alertmanager.example", "username": "hawk", "password": "am-secret",
                "labels": ["severity": "critical"],
            ]),
        AppriseChannel.type: ServiceSample(
            config: [
                "server_url": "https://apprise.example", "key": "apprise-key", "urls": "ntfys://apprise-secret", "tag": "ops",
            ], accepted: "Notification(s) sent."),
        AWSSNSChannel.type: ServiceSample(
            config: [
                "topic_arn": "arn:aws:sns:eu-west-1:123456789012:alerts.fifo", "access_key_id": "AKIDEXAMPLE00000",
                "secret_access_key": "aws-secret",
            ], accepted: #"{"PublishResponse":{"PublishResult":{"MessageId":"94f20ce6-13c5-43a0-9a9e-ca52d816e90b"}}}"#),
        ServiceNowChannel.type: ServiceSample(
            config: ["instance_url": "https://example.service-now.com", "username": "hawk", "password": "now-secret"],
            accepted: #"{"result":{"Default Bulk Endpoint":"1 events were inserted"}}"#),
    ]
}
