/// Text messages and phone calls.
enum SMSServices {
    static let all: [any HTTPService] = []
}
