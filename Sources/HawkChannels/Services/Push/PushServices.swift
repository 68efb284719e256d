/// Notifications on phones and desktops.
enum PushServices {
    static let all: [any HTTPService] = [
        NtfyChannel(),
        PushoverChannel(),
        GotifyChannel(),
        PushbulletChannel(),
        BarkChannel(),
        JoinChannel(),
        PushyChannel(),
        PushDeerChannel(),
        ServerChanChannel(),
    ]
}
