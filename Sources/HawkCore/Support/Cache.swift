/// Bytes that are costly to compute and may be shared for a while.
///
/// A cache may forget anything at any time. A cache that cannot be reached behaves as if it were empty.
package protocol Cache: Sendable {
    /// Returns the bytes under a key. If there are none, they are computed once for all concurrent callers.
    ///
    /// - Parameters:
    ///   - lifetime: how long newly computed bytes are stored.
    ///   - compute: returns nil if there is nothing to store. Runs once in this process, and usually once among all that share the
    ///     cache.
    /// - Throws: what `compute` throws, to all callers that wait for it.
    func value(
        _ key: String, for lifetime: Duration, compute: @escaping @Sendable () async throws -> CacheEntry?
    ) async throws -> [UInt8]?

    /// Removes everything with this tag. Computations already running started too early, and their results are not stored.
    func drop(tag: String) async
}

/// Cached bytes and the tags that remove them.
package struct CacheEntry: Sendable {
    package let bytes: [UInt8]
    package let tags: [String]

    package init(_ bytes: [UInt8], tags: [String] = []) {
        self.bytes = bytes
        self.tags = tags
    }
}
