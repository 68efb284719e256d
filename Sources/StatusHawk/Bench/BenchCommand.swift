import ArgumentParser

/// For `script/bench engine`, which runs it together with other benchmarks.
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Benchmarks the check engine.", shouldDisplay: false,
        subcommands: [BenchChecksCommand.self, BenchWheelCommand.self])
}
