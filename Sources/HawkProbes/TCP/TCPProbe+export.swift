import HawkCore

extension TCPProbe {
    package static let export: ProbeExport = {
        var export = ProbeExport()
        export.modules = ["tcp_connect": [:]]
        return export
    }()
}
