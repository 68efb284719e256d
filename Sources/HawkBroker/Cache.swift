/// Bytes that are costly to compute and may be shared for a while.
///
/// A cache may forget anything at any time, and one that cannot be reached is one that forgets everything.
package protocol Cache: Sendable {
    /// The bytes under a key; where there are none, they are computed, once however many ask for them meanwhile.
    ///
    /// - Parameters:
    ///   - lifetime: how long what is computed now is kept.
    ///   - compute: nil where there is nothing to keep. Runs once in this process, and as a rule once in all that share the cache.
    /// - Throws: what `compute` throws, to all who wait for it.
    func value(
        _ key: String, for lifetime: Duration, compute: @escaping @Sendable () async throws -> CacheEntry?
    ) async throws -> [UInt8]?

    /// Forgets everything with this tag. Whatever is being computed now began too early and is not kept.
    func drop(tag: String) async
}

/// What is kept, and what it is about.
package struct CacheEntry: Sendable {
    package let bytes: [UInt8]
    package let tags: [String]

    package init(_ bytes: [UInt8], tags: [String] = []) {
        self.bytes = bytes
        self.tags = tags
    }
}
