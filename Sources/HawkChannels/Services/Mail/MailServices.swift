/// Mail by an HTTP API.
enum MailServices {
    static let all: [any HTTPService] = [
        ResendChannel(),
        SendGridChannel(),
        MailgunChannel(),
        PostmarkChannel(),
        BrevoChannel(),
    ]
}
