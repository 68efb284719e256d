import CLinux

package enum Descriptors {
    /// Has all but the standard streams closed when this process runs another program.
    package static func closeOnExecution() { hawk_close_on_exec(3) }
}
