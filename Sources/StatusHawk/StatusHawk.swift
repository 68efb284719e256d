import ArgumentParser

@main struct StatusHawk: AsyncParsableCommand { func run() async throws {} }
