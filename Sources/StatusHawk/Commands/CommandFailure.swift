import ArgumentParser
import Foundation
import HawkCore
import HawkStore

/// Runs a command. Turns its errors into one sentence on standard error and an exit status.
func reportingFailures<R>(_ body: () async throws -> R) async throws -> R {
    do {
        return try await body()
    } catch let error as UsageError {
        complain(error.description)
        throw ExitCode(64)
    } catch let error as ConfigurationError {
        complain(error.description)
        throw ExitCode(78)
    } catch let error as OperationError {
        complain(error.errors.isEmpty ? error.message : error.errors.map { "\($0.field) \($0.message)" }.joined(separator: "; "))
        throw ExitCode(1)
    } catch let error as StoreError {
        complain(error.description)
        throw ExitCode(1)
    }
}

/// An error in arguments that only the running command can detect. Otherwise use `ValidationError`, which also shows the usage.
struct UsageError: Error, CustomStringConvertible {
    let description: String
}

/// Writes one line to standard error.
func complain(_ sentence: String) {
    FileHandle.standardError.write(Data("statushawk: \(sentence)\n".utf8))
}
