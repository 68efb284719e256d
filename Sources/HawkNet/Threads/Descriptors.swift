import CLinux

package enum Descriptors {
    /// Closes all descriptors except the standard streams when this process runs another program.
    package static func closeOnExecution() { hawk_close_on_exec(3) }
}
