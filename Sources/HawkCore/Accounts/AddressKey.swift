import Foundation

extension String {
    /// Returns the form in which account addresses are compared: lower case and Unicode's composed form (NFC). One address is one
    /// account, however a keyboard or a file system spells it. The text is no longer than an address may be.
    package var addressKey: String { self.lowercased().precomposedStringWithCanonicalMapping }
}
