import HawkCore

@testable import HawkChannels

extension ServiceSample {
    static let chat: [ChannelType: ServiceSample] = webhooks.merging(messengers) { first, _ in first }

    /// Services whose URL is the only credential.
    private static let webhooks: [ChannelType: ServiceSample] = [
        SlackChannel.type: ServiceSample(config: ["url": "https://hooks.slack.com/services/T0/B0/secret"], accepted: "ok"),
        SlackBotChannel.type: ServiceSample(
            config: ["token": "xoxb-secret", "channel": "C0123456789"],
            accepted: #"{"ok":true,"channel":"C0123456789","ts":"1503435956.000247","message":{}}"#),
        DiscordChannel.type: ServiceSample(config: ["url": "https://discord.com/api/webhooks/1/secret"]),
        MicrosoftTeamsChannel.type: ServiceSample(
            config: ["url": "https://prod-01.westeurope.logic.azure.com:443/workflows/1?sig=secret"]),
        GoogleChatChannel.type: ServiceSample(
            config: ["url": "https://chat.googleapis.com/v1/spaces/AAA/messages?key=k&token=secret"],
            accepted: #"{"name":"spaces/AAA/messages/1","thread":{"name":"spaces/AAA/threads/1"}}"#),
        MattermostChannel.type: ServiceSample(
            config: ["url": "https://mattermost.example.com/hooks/secret", "channel": "town-square"], accepted: "ok"),
        RocketChatChannel.type: ServiceSample(
            config: ["url": "https://chat.example.com/hooks/1/secret", "channel": "#ops"], accepted: #"{"success":true}"#),
        SynologyChatChannel.type: ServiceSample(
            config: [
                "url":
                    "https://nas.example.com:5001/webapi/entry.cgi?api=SYNO.Chat.External&method=incoming&version=2&token=%22secret%22"
            ], accepted: #"{"success":true}"#),
        DingTalkChannel.type: ServiceSample(
            config: ["url": "https://oapi.dingtalk.com/robot/send?access_token=4711", "secret": "SECabc"],
            accepted: #"{"errcode":0,"errmsg":"ok"}"#),
        FeishuChannel.type: ServiceSample(
            config: ["url": "https://open.larksuite.com/open-apis/bot/v2/hook/4711", "secret": "abcdef"],
            accepted: #"{"code":0,"data":{},"msg":"success"}"#),
        WeComChannel.type: ServiceSample(
            config: ["url": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=secret"],
            accepted: #"{"errcode":0,"errmsg":"ok"}"#),
        PumbleChannel.type: ServiceSample(
            config: ["url": "https://api.pumble.com/workspaces/1/incomingWebhooks/postMessage/secret"], accepted: "ok"),
        TwistChannel.type: ServiceSample(
            config: ["url": "https://twist.com/api/v3/integration_incoming/post_data?install_id=1&install_token=1_secret"],
            accepted: #"{"status":"ok"}"#),
        FlockChannel.type: ServiceSample(
            config: ["url": "https://api.flock.com/hooks/sendMessage/secret"], accepted: #"{"uid":"1"}"#),
    ]

    private static let messengers: [ChannelType: ServiceSample] = [
        TelegramChannel.type: ServiceSample(
            config: ["bot_token": "123456:ABC-def", "chat_id": "-1001234567890", "thread_id": 7],
            accepted: #"{"ok":true,"result":{"message_id":42}}"#),
        MatrixChannel.type: ServiceSample(
            config: [
                "server_url": "https://matrix.example.com", "access_token": "syt_secret", "room_id": "!abc:example.com",
            ],
            accepted: ##"{"event_id":"$1"}"##),
        ZulipChannel.type: ServiceSample(
            config: [
                "server_url": "https://example.zulipchat.com", "bot_email": "hawk-bot@example.com", "api_key": "topsecret",
                "channel": "ops", "topic": "Alerts",
            ],
            accepted: #"{"result":"success","msg":"","id":42}"#),
        SignalChannel.type: ServiceSample(
            config: [
                "server_url": "https://signal.example.com:8080", "number": "+4915112345678",
                "recipients": ["+4915187654321", "group.abc="],
            ],
            accepted: #"{"timestamp":"1795320600000"}"#),
        WebexChannel.type: ServiceSample(
            config: ["access_token": "topsecret", "room_id": "Y2lzY29zcGFyazovL3VzL1JPT00"], accepted: #"{"id":"1"}"#),
        NextcloudTalkChannel.type: ServiceSample(
            config: [
                "server_url": "https://cloud.example.com/nextcloud", "user": "hawk", "app_password": "abcde-12345",
                "room_token": "x7k2m9",
            ],
            accepted: #"{"ocs":{"meta":{"status":"ok","statuscode":201},"data":{"id":42}}}"#),
        LINEChannel.type: ServiceSample(
            config: ["channel_access_token": "topsecret", "to": "U4af4980629"], accepted: #"{"sentMessages":[{"id":"1"}]}"#),
        ThreemaChannel.type: ServiceSample(
            config: ["from": "*MYGATEW", "secret": "topsecret", "to": "ABCD1234"], accepted: "0102030405060708"),
    ]
}
