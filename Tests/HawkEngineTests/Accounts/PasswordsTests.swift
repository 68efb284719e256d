import HawkCore
import HawkEngine
import Testing

@Suite struct PasswordsTests {
    @Test func `a password is verified against its hash alone`() async throws {
        let passwords = Passwords(rounds: 2)
        let hash = try await passwords.hash(Secret("correct horse"))
        #expect(hash.hasPrefix("$scrypt$ln=1,r=8,p=1$"))
        #expect(try await passwords.verify(Secret("correct horse"), against: hash))
        #expect(try await !passwords.verify(Secret("correct mule"), against: hash))
        #expect(try await passwords.hash(Secret("correct horse")) != hash)
    }

    @Test func `a missing account never has a matching password`() async throws {
        let passwords = Passwords(rounds: 2)
        #expect(try await !passwords.verify(Secret(""), against: nil))
    }

    @Test func `a hash of another cost is verified and counts as outdated`() async throws {
        let hash = try await Passwords(rounds: 2).hash(Secret("correct horse"))
        let costlier = Passwords(rounds: 4)
        #expect(try await costlier.verify(Secret("correct horse"), against: hash))
        #expect(costlier.isOutdated(hash))
        #expect(!Passwords(rounds: 2).isOutdated(hash))
    }

    @Test func `the same text in another Unicode form is the same password`() async throws {
        let passwords = Passwords(rounds: 2)
        let hash = try await passwords.hash(Secret("caf\u{E9} au lait"))
        #expect(try await passwords.verify(Secret("cafe\u{301} au lait"), against: hash))
    }

    @Test(arguments: ["", "plain", "$scrypt$ln=99,r=8,p=1$AAAA$AAAA", "$argon2id$v=19$m=1$AAAA$AAAA"])
    func `an unreadable hash is an error and not a mismatch`(_ stored: String) async {
        await #expect(throws: OperationError.self) { try await Passwords(rounds: 2).verify(Secret("x"), against: stored) }
    }
}
