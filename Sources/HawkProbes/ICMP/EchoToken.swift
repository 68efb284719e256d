import Glibc

/// Identifies an echo as ours. It travels in the payload and returns in the reply.
///
/// The nonce is random, so that no one can forge a reply without having seen the request. The rest locates the waiter.
struct EchoToken: Hashable, Sendable {
    static let size = 16

    let nonce: UInt64
    /// The index of the loop that sent it.
    let loop: UInt32
    /// Its slot in the loop.
    let slot: UInt32

    init(nonce: UInt64, loop: UInt32, slot: UInt32) {
        self.nonce = nonce
        self.loop = loop
        self.slot = slot
    }

    /// - Parameter bytes: at least `size` of them.
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

/// Random numbers from the kernel, fetched in bulk: a system call for each would cost as much as building the echo.
struct Nonces {
    private static let count = 32  // 256 bytes: the maximum of getentropy
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
            // Used if the system call does not exist. The standard generator has other sources.
            for index in self.stock.indices { self.stock[index] = .random(in: .min ... .max) }
        }
        self.left = Self.count
    }
}
