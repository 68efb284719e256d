import HawkCore
import Testing

@testable import HawkChannels

@Suite struct SMTPURLTests {
    @Test(arguments: [
        ("smtp://mail.example", 25, SMTPURL.Protection.whenOffered), ("smtp://bob:pw@mail.example", 587, .required),
        ("smtp://bob:pw@mail.example?starttls=offered", 587, .whenOffered),
        ("smtp://bob:pw@mail.example?starttls=off", 587, .off),
        ("smtps://mail.example", 465, .implicit), ("smtp://mail.example:2525?starttls=required", 2525, .required),
        ("smtp://mail.example?starttls=off", 25, .off), ("SMTP://mail.example/", 25, .whenOffered),
    ])
    func `port and protection follow from the URL`(_ text: String, _ port: Int, _ protection: SMTPURL.Protection) throws {
        let url = try SMTPURL(text)
        #expect(url.host == "mail.example")
        #expect(url.port == port)
        #expect(url.protection == protection)
    }

    @Test(arguments: [
        "", "mail.example", "http://mail.example", "smtp://", "smtp://mail.example/path", "smtp://mail.example?tls=on",
        "smtps://mail.example?starttls=required", "smtp://mail.example:0", "smtp://mail.example:99999", "smtp://ma il.example",
        "smtp://bob:a%0D%0Ab@mail.example", "smtp://mail.example#x", "smtp://mail.example\r\nX",
    ])
    func `an invalid mail server is refused`(_ text: String) {
        #expect(throws: SMTPURL.Problem.self) { try SMTPURL(text) }
    }

    @Test func `its description hides the password`() throws {
        let url = try SMTPURL("smtp://bob:hunter2@mail.example")
        #expect("\(url)" == "smtp://bob:********@mail.example:587")
    }
}
