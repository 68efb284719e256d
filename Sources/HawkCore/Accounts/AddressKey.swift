import Foundation

extension String {
    /// What the address of an account is compared by, in lower case and in Unicode's composed form (NFC): one address is one account,
    /// however a keyboard or a file system spells it. The text is no longer than an address may be.
    package var addressKey: String { self.lowercased().precomposedStringWithCanonicalMapping }
}
