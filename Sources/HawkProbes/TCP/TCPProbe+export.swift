import HawkCore

extension TCPProbe {
    package static let export: ProbeExport = {
        var export = ProbeExport()
        export.modules = [
            "tcp_connect": [:], "ssh_banner": ["expect": "SSH-2.0-"], "pop3s_banner": ["expect": "+OK", "tls": true],
        ]
        export.samples = { observation, _ in [.assertionFailed(observation)] }
        return export
    }()
}
