import Dispatch
import Foundation
import Glibc
import Testing

struct NoDescriptorsTests {
    /// The pool's monitor runs once a second. It reads the threads of a queue with more work than threads.
    @Test func `the thread pool survives a process's last descriptor`() async {
        await #expect(processExitsWith: .success) {
            var limit = rlimit()
            getrlimit(.init(RLIMIT_NOFILE.rawValue), &limit)
            let before = limit.rlim_cur
            let (gate, ended) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
            let count = 500
            for _ in 0..<count {
                DispatchQueue.global().async {
                    gate.wait()
                    ended.signal()
                }
            }
            limit.rlim_cur = 3
            setrlimit(.init(RLIMIT_NOFILE.rawValue), &limit)
            sleep(3)
            limit.rlim_cur = before
            setrlimit(.init(RLIMIT_NOFILE.rawValue), &limit)
            for _ in 0..<count { gate.signal() }
            for _ in 0..<count { ended.wait() }
        }
    }

    @Test func `a file is opened, created and refused as usual`() throws {
        let path = "/tmp/statushawk-\(UInt64.random(in: .min ... .max))"
        let made = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o640)
        try #require(made >= 0)
        defer { unlink(path) }
        let mask = umask(0)
        umask(mask)
        let permissions = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(permissions == Int(0o640 & ~mask))
        close(made)
        #expect(open(path, O_CREAT | O_EXCL | O_WRONLY, 0o640) == -1 && errno == EEXIST)
        #expect(open("/proc/0/stat", O_RDONLY) == -1 && errno == ENOENT)
    }
}
