#define _GNU_SOURCE
#include "CLinux.h"

#include <linux/errqueue.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>

int hawk_eventfd(void) { return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC); }

int hawk_enable_packet_details(int socket, int family) {
    int on = 1;
    if (setsockopt(socket, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on) != 0) return -1;
    return family == AF_INET6 ? setsockopt(socket, IPPROTO_IPV6, IPV6_RECVERR, &on, sizeof on)
                              : setsockopt(socket, IPPROTO_IP, IP_RECVERR, &on, sizeof on);
}

static int64_t nanoseconds_since(const struct timespec *stamp) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)(now.tv_sec - stamp->tv_sec) * 1000000000 + (now.tv_nsec - stamp->tv_nsec);
}

int64_t hawk_receive(int socket, int from_error_queue, void *buffer, uint64_t size, hawk_packet *packet) {
    // Room for a time stamp and for an extended error with the address of the router that reported it.
    union {
        char bytes[512];
        struct cmsghdr alignment;
    } control;
    struct iovec part = {.iov_base = buffer, .iov_len = size};
    struct msghdr message = {
        .msg_name = &packet->from,
        .msg_namelen = sizeof packet->from,
        .msg_iov = &part,
        .msg_iovlen = 1,
        .msg_control = control.bytes,
        .msg_controllen = sizeof control.bytes,
    };
    memset(packet, 0, sizeof *packet);
    ssize_t length = recvmsg(socket, &message, MSG_DONTWAIT | (from_error_queue ? MSG_ERRQUEUE : 0));
    if (length < 0) return -1;
    for (struct cmsghdr *entry = CMSG_FIRSTHDR(&message); entry; entry = CMSG_NXTHDR(&message, entry)) {
        if (entry->cmsg_level == SOL_SOCKET && entry->cmsg_type == SCM_TIMESTAMPNS) {
            struct timespec stamp;
            memcpy(&stamp, CMSG_DATA(entry), sizeof stamp);
            packet->age_ns = nanoseconds_since(&stamp);
        } else if ((entry->cmsg_level == IPPROTO_IP && entry->cmsg_type == IP_RECVERR)
                   || (entry->cmsg_level == IPPROTO_IPV6 && entry->cmsg_type == IPV6_RECVERR)) {
            struct sock_extended_err error;
            memcpy(&error, CMSG_DATA(entry), sizeof error);
            packet->queued_errno = (int)error.ee_errno;
        }
    }
    return length;
}

int64_t hawk_find(const void *body, uint64_t body_size, const void *text, uint64_t text_size) {
    const char *found = memmem(body, body_size, text, text_size);
    return found ? found - (const char *)body : -1;
}

int hawk_contains(const void *body, uint64_t body_size, const void *text, uint64_t text_size) {
    return memmem(body, body_size, text, text_size) != NULL;
}
