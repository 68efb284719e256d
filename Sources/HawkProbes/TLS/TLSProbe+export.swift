import HawkCore

extension TLSProbe {
    package static let export: ProbeExport = {
        var export = ProbeExport()
        export.modules = ["tls_connect": [:]]
        return export
    }()
}
