/// Group chat and messengers.
enum ChatServices {
    static let all: [any HTTPService] = [
        SlackChannel(),
        SlackBotChannel(),
        DiscordChannel(),
        TelegramChannel(),
        MicrosoftTeamsChannel(),
        GoogleChatChannel(),
        MattermostChannel(),
        RocketChatChannel(),
        MatrixChannel(),
        ZulipChannel(),
        SignalChannel(),
        WebexChannel(),
        NextcloudTalkChannel(),
        SynologyChatChannel(),
        LINEChannel(),
        ThreemaChannel(),
        DingTalkChannel(),
        FeishuChannel(),
        WeComChannel(),
        PumbleChannel(),
        TwistChannel(),
        FlockChannel(),
    ]
}
