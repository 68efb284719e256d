/// Group chat and messengers.
enum ChatServices {
    static let all: [any HTTPService] = [
        SlackChannel(),
        SlackBotChannel(),
        DiscordChannel(),
    ]
}
