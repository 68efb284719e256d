import Foundation
import HawkCore

#if canImport(Glibc)
    import Glibc
#endif

/// Reads a password without echo. From a pipe, reads the first line.
enum PasswordPrompt {
    static func read() throws(OperationError) -> Secret {
        let isTerminal = isatty(STDIN_FILENO) == 1
        if isTerminal { FileHandle.standardError.write(Data("Password: ".utf8)) }
        var shown = termios()
        if isTerminal {
            tcgetattr(STDIN_FILENO, &shown)
            var hidden = shown
            hidden.c_lflag &= ~tcflag_t(ECHO)
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden)
        }
        defer {
            if isTerminal {
                tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown)
                FileHandle.standardError.write(Data("\n".utf8))
            }
        }
        guard let line = readLine(), !line.isEmpty else { throw .invalid("password", "is required") }
        return Secret(line)
    }
}
