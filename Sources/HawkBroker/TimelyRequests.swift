extension AsyncStream<PendingRequest> {
    /// Returns only requests that a caller still waits for when their turn comes.
    func timely() -> AsyncStream<PendingRequest> {
        let source = Source(self.makeAsyncIterator())
        return AsyncStream {
            while let request = await source.iterator.next(isolation: nil) {
                if request.expiresAt > .now, !request.requester.isGone { return request }
                await request.abandon()
            }
            return nil
        }
    }

    // SAFETY: a stream has one consumer, which requests one element after the other.
    private final class Source: @unchecked Sendable {
        var iterator: AsyncStream<PendingRequest>.Iterator

        init(_ iterator: AsyncStream<PendingRequest>.Iterator) { self.iterator = iterator }
    }
}
