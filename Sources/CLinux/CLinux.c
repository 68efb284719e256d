#define _GNU_SOURCE
#include "CLinux.h"

#include <fcntl.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

int hawk_eventfd(void) { return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC); }

void hawk_close_on_exec(int first) {
    // linux/close_range.h: CLOSE_RANGE_CLOEXEC, since Linux 5.11.
    if (syscall(SYS_close_range, first, ~0U, 1U << 2) == 0) return;
    struct rlimit limit;
    int end = getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < 1 << 20 ? (int)limit.rlim_cur : 1 << 20;
    for (int descriptor = first; descriptor < end; descriptor++) {
        int flags = fcntl(descriptor, F_GETFD);
        if (flags >= 0) fcntl(descriptor, F_SETFD, flags | FD_CLOEXEC);
    }
}

int64_t hawk_find(const void *body, uint64_t body_size, const void *text, uint64_t text_size) {
    if (text_size == 0) return 0;
    const char *found = body_size == 0 ? NULL : memmem(body, body_size, text, text_size);
    return found ? found - (const char *)body : -1;
}
