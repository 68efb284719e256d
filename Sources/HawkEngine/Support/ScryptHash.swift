import Crypto
import CryptoExtras
import Foundation
import HawkCore

/// The cost of scrypt; r is 8 and p is 1.
struct ScryptCost: Sendable, Equatable {
    let rounds: Int

    func key(of password: Secret, salt: [UInt8]) throws -> [UInt8] {
        // Uses Unicode's composed form, so that the same password typed on another system gives the same bytes.
        let bytes = Data(password.revealed.precomposedStringWithCanonicalMapping.utf8)
        let key = try KDF.Scrypt.deriveKey(
            from: bytes, salt: Data(salt), outputByteCount: 32, rounds: self.rounds, blockSize: 8, parallelism: 1)
        return key.withUnsafeBytes { [UInt8]($0) }
    }
}

/// A stored password in the PHC string format: `$scrypt$ln=17,r=8,p=1$<salt>$<hash>`.
struct ScryptHash: Sendable {
    let cost: ScryptCost
    let salt: [UInt8]
    let key: [UInt8]

    init(cost: ScryptCost, salt: [UInt8], key: [UInt8]) {
        self.cost = cost
        self.salt = salt
        self.key = key
    }

    /// Returns nil if the text does not have this format.
    init?(_ text: String) {
        let parts = text.split(separator: "$").map(String.init)
        guard parts.count == 4, parts[0] == "scrypt", parts[1].hasPrefix("ln="), parts[1].hasSuffix(",r=8,p=1"),
            let exponent = Int(parts[1].dropFirst(3).dropLast(8)), (1...24).contains(exponent),
            let salt = Base64URL.decode(parts[2]), let key = Base64URL.decode(parts[3]), key.count == 32
        else { return nil }
        self.init(cost: ScryptCost(rounds: 1 << exponent), salt: salt, key: key)
    }

    var text: String {
        "$scrypt$ln=\(self.cost.rounds.trailingZeroBitCount),r=8,p=1$\(Base64URL.encode(self.salt))$\(Base64URL.encode(self.key))"
    }
}
