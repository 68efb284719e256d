#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>

// Once a second, libdispatch reads the state of its worker threads in `/proc/<thread>/stat`. If a file cannot be opened, it
// assumes that the thread is gone and ends the process by a trap (src/event/workqueue.c). That also happens in a process without
// free descriptors, which only has to wait for one. There is no setting for it, so this file replaces the C library's `open`, and
// otherwise behaves the same.

/// libdispatch treats this as open, cannot read it, and counts the thread as not running. Any negative number except -1.
#define UNREADABLE (-2)

/// Returns whether a path is `/proc/<number>/stat`.
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
