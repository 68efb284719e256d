import CZlib
import HawkCore
import NIOCore

/// Decompresses one body as it arrives.
// SAFETY: confined to the event loop of its exchange.
final class Inflater: @unchecked Sendable {
    private static let room = 16 * 1_024

    private let coding: String
    private let stream: OpaquePointer
    private let scratch = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: room)

    /// - Parameters:
    ///   - coding: `gzip`, `x-gzip` or `deflate`.
    ///   - first: the first byte. It shows whether `deflate` is in zlib's format, as in the standard, or raw, as from some
    ///     servers.
    init(_ coding: String, first: UInt8) throws(RunnerFault) {
        let isZlib = first & 0x0F == 8 && first >> 4 <= 7
        let format = coding != "deflate" ? CZLIB_GZIP : isZlib ? CZLIB_ZLIB : CZLIB_RAW
        guard let stream = czlib_inflater_make(format) else { throw RunnerFault("no memory is left to decompress a response") }
        self.coding = coding
        self.stream = stream
    }

    deinit {
        czlib_inflater_free(self.stream)
        self.scratch.deallocate()
    }

    func reset() { czlib_inflater_reset(self.stream) }

    /// Consumes the beginning of `input`. `write` receives the output piece by piece, and returns whether it wants more.
    /// - Returns: whether the stream is complete.
    func inflate(
        _ input: inout ByteBufferView, _ write: (UnsafeBufferPointer<UInt8>) -> Bool
    ) throws(BrokenBody) -> Bool {
        while true {
            var consumed = 0
            var written = 0
            // SAFETY: zlib reads and writes within the two buffers, whose sizes it is given.
            let state = input.withUnsafeBytes { bytes in
                czlib_inflate(
                    self.stream, bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count, &consumed, self.scratch.baseAddress,
                    self.scratch.count, &written)
            }
            input = input.dropFirst(consumed)
            let wantsMore = write(UnsafeBufferPointer(rebasing: self.scratch[..<written]))
            switch state {
            case CZLIB_END: return true
            case CZLIB_BROKEN: throw BrokenBody("is not valid \(self.coding)")
            case CZLIB_FULL where wantsMore: continue
            default: return false
            }
        }
    }
}
