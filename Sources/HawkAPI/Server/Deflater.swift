import CZlib
import NIOCore

/// Compresses one response as gzip, piece by piece.
// SAFETY: used by one task only, that of its request.
final class Deflater: @unchecked Sendable {
    private static let room = 32 * 1_024

    private let stream: OpaquePointer

    /// Nil if there is no memory for it.
    /// - Parameter level: from 1, the fastest, to 9, the smallest.
    init?(level: Int32) {
        guard let stream = czlib_deflater_make(level) else { return nil }
        self.stream = stream
    }

    deinit { czlib_deflater_free(self.stream) }

    /// - Parameter isLast: true if no more input follows.
    /// - Returns: the output available so far.
    func compress(_ input: ByteBuffer, isLast: Bool = false) throws -> ByteBuffer {
        var (input, output) = (input, ByteBuffer())
        while true {
            var (consumed, written) = (0, 0)
            var state = CZLIB_BROKEN
            output.writeWithUnsafeMutableBytes(minimumWritableBytes: Self.room) { into in
                // SAFETY: zlib reads and writes within the two buffers, whose sizes it receives.
                state = input.withUnsafeReadableBytes { bytes in
                    czlib_deflate(
                        self.stream, bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count, &consumed,
                        into.bindMemory(to: UInt8.self).baseAddress, into.count, &written, isLast)
                }
                return written
            }
            input.moveReaderIndex(forwardBy: consumed)
            switch state {
            case CZLIB_FULL: continue
            case CZLIB_END: return output
            case CZLIB_MORE where !isLast && input.readableBytes == 0: return output
            default: throw DeflaterError()
            }
        }
    }
}

struct DeflaterError: Error {}
