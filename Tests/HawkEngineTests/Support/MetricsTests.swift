import Foundation
import HawkEngine
import Testing

@Suite struct MetricsTests {
    @Test func `the page is in Prometheus format`() {
        let metrics = Metrics()
        let counter = metrics.counter("statushawk_things_total", "Things.", labels: ["kind"])
        counter.increment(["b"], by: 2)
        counter.increment(["a \"q\" \\ \n"])
        metrics.gauge("statushawk_depth", "Depth.").set(1.5)
        let histogram = metrics.histogram("statushawk_wait_seconds", "Wait.", bounds: [0.1, 1])
        for value in [0.05, 0.1, 0.5, 5] { histogram.observe(value) }
        #expect(
            metrics.text() == """
                # HELP statushawk_depth Depth.
                # TYPE statushawk_depth gauge
                statushawk_depth 1.5
                # HELP statushawk_things_total Things.
                # TYPE statushawk_things_total counter
                statushawk_things_total{kind="a \\"q\\" \\\\ \\n"} 1
                statushawk_things_total{kind="b"} 2
                # HELP statushawk_wait_seconds Wait.
                # TYPE statushawk_wait_seconds histogram
                statushawk_wait_seconds_bucket{le="0.1"} 2
                statushawk_wait_seconds_bucket{le="1.0"} 3
                statushawk_wait_seconds_bucket{le="+Inf"} 4
                statushawk_wait_seconds_sum 5.65
                statushawk_wait_seconds_count 4

                """)
    }

    @Test func `a metric without labels is present before it counts`() {
        let metrics = Metrics()
        _ = metrics.histogram("statushawk_a_wait_seconds", "Wait.", bounds: [1])
        #expect(metrics.text().hasSuffix("statushawk_a_wait_seconds_count 0\n"))
        _ = metrics.counter("statushawk_faults_total", "Faults.")
        #expect(metrics.text().hasSuffix("statushawk_faults_total 0\n"))
    }

    @Test func `a process reports the standard process metrics`() throws {
        let metrics = Metrics()
        ProcessMeters.add(to: metrics, version: "1.2.3")
        let page = metrics.text()
        #expect(page.contains("# TYPE process_cpu_seconds_total counter\n"))
        #expect(page.contains("statushawk_build_info{version=\"1.2.3\"} 1\n"))
        func value(_ name: String) throws -> Double {
            let line = try #require(page.split(separator: "\n").first { $0.hasPrefix("\(name) ") })
            return try #require(Double(line.dropFirst(name.count + 1)))
        }
        #expect(try value("process_cpu_seconds_total") > 0)
        #expect(try value("process_virtual_memory_bytes") > value("process_resident_memory_bytes"))
        #expect(try value("process_resident_memory_bytes") > 1_000_000)
        #expect(try (3..<value("process_max_fds")).contains(value("process_open_fds")))
        let age = Date().timeIntervalSince1970 - (try value("process_start_time_seconds"))
        #expect((0..<3_600).contains(age))
    }

    @Test func `a metric that is requested twice is the same one`() {
        let metrics = Metrics()
        metrics.counter("statushawk_faults_total", "Faults.").increment()
        metrics.counter("statushawk_faults_total", "Faults.").increment()
        #expect(metrics.counter("statushawk_faults_total", "Faults.").value() == 2)
    }

    @Test func `a label with unlimited values does not fill memory`() {
        let metrics = Metrics()
        let counter = metrics.counter("statushawk_things_total", "Things.", labels: ["id"])
        for number in 0..<5_000 { counter.increment(["\(number)"]) }
        #expect(metrics.text().split(separator: "\n").count == 2_002)
    }
}
