import HawkCore
import Testing

@Suite struct GuessablePasswordsTests {
    @Test(arguments: [
        "password123", "P@ssw0rd2024", "Passwort!!", "qwertyuiop", "1q2w3e4r5t", "q1w2e3r4t5y6", "1qaz2wsx3edc", "zaq1xsw2cde3",
        "1234567890", "0987654321", "12345678910", "1234554321", "1122334455", "a1b2c3d4e5", "abcdefghij", "qweasdzxc123",
        "aaaaaaaaaa",
        "xyxyxyxyxyxy", "horsehorsehorse",
        "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk",
        "iloveyou2023", "Dragon1999!", "liverpool1", "summer-2024", "LetMeIn123", "qwerty123456", "1029384756", "7894561230",
    ])
    func `common passwords are recognized`(_ password: String) {
        #expect(GuessablePasswords().contains(password))
    }

    @Test(arguments: [
        "correct horse battery staple", "x7Kq9mZp2L", "purple-kite-42", "a much better password", "Tr0ub4dor&3",
        "nine lazy otters",
        "пароль длинный", "8f3b0c77e1", "summer rain on tin",
    ])
    func `other passwords are accepted`(_ password: String) {
        #expect(!GuessablePasswords().contains(password))
    }

    @Test(arguments: [
        "dana.smith@example.com", "DanaSmith2024", "smith-dana!", "dana@example", "someone.with.a.long.name@mail.example.org",
    ])
    func `the parts of an address are recognized too`(_ password: String) {
        let names = [
            "dana", "smith", "dana.smith", "example", "someone.with.a.long.name@mail.example.org", "dana.smith@example.com",
        ]
        #expect(GuessablePasswords(names: names).contains(password))
    }
}
