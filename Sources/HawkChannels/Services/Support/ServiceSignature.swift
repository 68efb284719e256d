import Crypto

extension String {
    /// Returns the HMAC-SHA256 of the text, in Base64.
    func signature(key: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Array(self.utf8), using: SymmetricKey(data: Array(key.utf8)))
        return Array(code).base64
    }
}
