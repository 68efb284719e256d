import Glibc

/// Recognises an echo as ours: it travels in the payload and comes back in the reply.
///
/// The nonce is random, so that nobody can forge an answer without having seen the question; the rest says where it is awaited.
struct EchoToken: Hashable, Sendable {
    static let size = 16

    let nonce: UInt64
    /// Of the loop that sent it.
    let loop: UInt32
    /// Its place in the loop.
    let slot: UInt32

    init(nonce: UInt64, loop: UInt32, slot: UInt32) {
        self.nonce = nonce
        self.loop = loop
        self.slot = slot
    }

    /// - Parameter bytes: `size` of them at least.
    init(_ bytes: UnsafeRawBufferPointer) {
        self.nonce = bytes.loadUnaligned(as: UInt64.self)
        self.loop = bytes.loadUnaligned(fromByteOffset: 8, as: UInt32.self)
        self.slot = bytes.loadUnaligned(fromByteOffset: 12, as: UInt32.self)
    }

    func write(to bytes: UnsafeMutableRawBufferPointer) {
        bytes.storeBytes(of: self.nonce, as: UInt64.self)
        bytes.storeBytes(of: self.loop, toByteOffset: 8, as: UInt32.self)
        bytes.storeBytes(of: self.slot, toByteOffset: 12, as: UInt32.self)
    }
}

/// Random numbers of the kernel's, fetched many at a time: one system call for each would cost as much as building the echo.
struct Nonces {
    private static let count = 32  // 256 bytes: the most that getentropy gives
    private var stock = [UInt64](repeating: 0, count: count)
    private var left = 0

    /// Never 0.
    mutating func next() -> UInt64 {
        while true {
            if self.left == 0 { self.refill() }
            self.left -= 1
            if self.stock[self.left] != 0 { return self.stock[self.left] }
        }
    }

    private mutating func refill() {
        let isFilled = self.stock.withUnsafeMutableBytes { getentropy($0.baseAddress, $0.count) } == 0
        if !isFilled {
            // Where the system call does not exist; the standard generator knows other ways.
            for index in self.stock.indices { self.stock[index] = .random(in: .min ... .max) }
        }
        self.left = Self.count
    }
}
