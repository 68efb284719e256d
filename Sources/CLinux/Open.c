#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>

// libdispatch looks once a second at what its worker threads do, in `/proc/<thread>/stat`, and ends the process by a trap where a file
// cannot be opened (src/event/workqueue.c): it takes the thread for gone. That is also so in a process without a descriptor left, which
// has only to wait until it has one again. There is no setting, so this file stands in front of the C library's `open`, which it
// otherwise equals.

/// What libdispatch takes for open, cannot read, and counts as a thread that does not run. Any negative number but -1.
#define UNREADABLE (-2)

/// Whether a path is `/proc/<number>/stat`.
static int is_thread_state(const char *path) {
    if (strncmp(path, "/proc/", 6) != 0) return 0;
    const char *rest = path + 6;
    size_t digits = strspn(rest, "0123456789");
    return digits > 0 && strcmp(rest + digits, "/stat") == 0;
}

int hawk_open(const char *path, int flags, ...) __asm__("open");

int hawk_open(const char *path, int flags, ...) {
    int mode = 0;
    if ((flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE) {
        va_list arguments;
        va_start(arguments, flags);
        mode = va_arg(arguments, int);
        va_end(arguments);
    }
    int descriptor = openat(AT_FDCWD, path, flags, mode);
    if (descriptor >= 0 || (errno != EMFILE && errno != ENFILE)) return descriptor;
    return is_thread_state(path) ? UNREADABLE : descriptor;
}
