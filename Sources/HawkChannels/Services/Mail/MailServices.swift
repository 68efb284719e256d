/// Mail by an HTTP API.
enum MailServices {
    static let all: [any HTTPService] = []
}
