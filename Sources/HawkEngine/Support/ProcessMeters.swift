import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// Standard process metrics, under the names that all client libraries use
/// (https://prometheus.io/docs/instrumenting/writing_clientlibs/#process-metrics), read from /proc at each scrape.
package enum ProcessMeters {
    package static func add(to metrics: Metrics, version: String) {
        metrics.gauge("statushawk_build_info", "Always 1, with the version as a label.", labels: ["version"]).set(1, [version])
        metrics.counter("process_cpu_seconds_total", "Total user and system CPU time spent in seconds.") { self.cpuSeconds }
        metrics.gauge("process_resident_memory_bytes", "Resident memory size in bytes.").read { self.memory(1) }
        metrics.gauge("process_virtual_memory_bytes", "Virtual memory size in bytes.").read { self.memory(0) }
        metrics.gauge("process_open_fds", "Number of open file descriptors.").read { self.openDescriptors }
        metrics.gauge("process_max_fds", "Maximum number of open file descriptors.").read { self.maxDescriptors }
        metrics.gauge("process_start_time_seconds", "Start time of the process since the Unix epoch in seconds.").set(
            self.startTime)
    }

    /// The fields from number 3 on. They follow the command's name, which may contain any characters (proc(5)).
    private static var stat: [Substring] { self.text("/proc/self/stat").split(separator: ")").last?.split(separator: " ") ?? [] }

    private static var ticksPerSecond: Double { Double(sysconf(Int32(_SC_CLK_TCK))) }

    private static var cpuSeconds: Double { self.ticks(14) + self.ticks(15) }

    private static var startTime: Double {
        // The field counts from the start of the machine.
        self.seconds(CLOCK_REALTIME) - self.seconds(CLOCK_BOOTTIME) + self.ticks(22)
    }

    private static func seconds(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// A field of /proc/self/stat, in seconds.
    private static func ticks(_ field: Int) -> Double {
        let fields = self.stat
        guard fields.count > field - 3, let ticks = Double(fields[field - 3]) else { return .nan }
        return ticks / self.ticksPerSecond
    }

    private static func memory(_ column: Int) -> Double {
        let pages = self.text("/proc/self/statm").split(separator: " ")
        guard pages.count > column, let count = Double(pages[column]) else { return .nan }
        return count * Double(sysconf(Int32(_SC_PAGESIZE)))
    }

    private static var maxDescriptors: Double {
        let line = self.text("/proc/self/limits").split(separator: "\n").first { $0.hasPrefix("Max open files") }
        return line?.split(separator: " ").dropFirst(3).first.flatMap { Double($0) } ?? .infinity
    }

    private static var openDescriptors: Double {
        guard let directory = opendir("/proc/self/fd") else { return .nan }
        defer { closedir(directory) }
        // Excludes `.`, `..` and the directory's own descriptor.
        var count = -3.0
        while readdir(directory) != nil { count += 1 }
        return count
    }

    /// For short files of a few lines. Empty if the file cannot be read; then there is no value.
    private static func text(_ path: String) -> String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }
}
