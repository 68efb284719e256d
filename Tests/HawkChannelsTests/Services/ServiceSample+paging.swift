import HawkCore

@testable import HawkChannels

extension ServiceSample {
    static let paging: [ChannelType: ServiceSample] = [
        PagerDutyChannel.type: ServiceSample(
            config: ["routing_key": "0123456789abcdef0123456789abcdef", "region": "eu"],
            accepted: #"{"status":"success","message":"Event processed","dedup_key":"k"}"#),
        OpsgenieChannel.type: ServiceSample(
            config: ["api_key": "eb243592-faa2-4ba2-a551-1afdf565c889", "instance": "eu"],
            accepted: #"{"result":"Request will be processed","took":0.302,"requestId":"43a29c5c-3dbf-4fa4-9c26-f4f71023e120"}"#),
        SplunkOnCallChannel.type: ServiceSample(
            config: ["api_key": "11111111-2222-3333-4444-555555555555", "routing_key": "database"],
            accepted: #"{"result":"success","entity_id":"k"}"#),
        IlertChannel.type: ServiceSample(config: ["integration_key": "il1api0460d849fcdc753d4f"], accepted: "{}"),
        GrafanaOnCallChannel.type: ServiceSample(
            config: ["url": "https://oncall.example/integrations/v1/formatted_webhook/secret/"], accepted: #""Ok.""#),
        GoAlertChannel.type: ServiceSample(
            config: ["server_url": "https://goalert.example", "integration_key": "a1b2c3d4-faa2-4ba2-a551-1afdf565c889"]),
        IncidentIOChannel.type: ServiceSample(
            config: ["alert_source_config_id": "01GW2G3V0S59R238FAHPDS1R66", "token": "some-random-string"],
            accepted: #"{"deduplication_key":"k","message":"Event accepted for processing","status":"success"}"#),
        SquadcastChannel.type: ServiceSample(config: ["url": "https://api.squadcast.com/v2/incidents/api/secret"]),
        BetterStackChannel.type: ServiceSample(
            config: ["url": "https://uptime.betterstack.com/api/v1/incoming-webhook/secret"]),
        PagerTreeChannel.type: ServiceSample(config: ["url": "https://api.pagertree.com/integration/int_secret"]),
        FlashdutyChannel.type: ServiceSample(
            config: ["integration_key": "4d2e1b0c9a8f"],
            accepted: #"{"request_id":"0ace00115db80bb3","data":{"alert_key":"k"}}"#),
        SpikeChannel.type: ServiceSample(
            config: ["url": "https://hooks.spike.sh/secret/push-events"], accepted: #"{"Ok":true}"#),
        SIGNL4Channel.type: ServiceSample(config: ["team_secret": "helloworld"], accepted: #"{"eventId":"2518710531"}"#),
    ]
}
