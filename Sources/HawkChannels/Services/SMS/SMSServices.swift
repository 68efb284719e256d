/// Text messages and phone calls.
enum SMSServices {
    static let all: [any HTTPService] = [
        TwilioSMSChannel(),
        TwilioCallChannel(),
        VonageChannel(),
        PlivoChannel(),
        FortySixElksChannel(),
        ClickSendChannel(),
        SevenChannel(),
        BirdChannel(),
        FreeMobileChannel(),
        SMSAPIChannel(),
    ]
}
