#define _GNU_SOURCE
#include "CLinux.h"

#include <string.h>
#include <sys/eventfd.h>

int hawk_eventfd(void) { return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC); }

int64_t hawk_find(const void *body, uint64_t body_size, const void *text, uint64_t text_size) {
    if (text_size == 0) return 0;
    const char *found = body_size == 0 ? NULL : memmem(body, body_size, text, text_size);
    return found ? found - (const char *)body : -1;
}
