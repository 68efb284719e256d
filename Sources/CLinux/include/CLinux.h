#pragma once
#include <stdint.h>
#include <sys/socket.h>

/// A non-blocking eventfd, closed on exec; -1 with errno.
int hawk_eventfd(void);

/// What `hawk_receive` found.
typedef struct {
    struct sockaddr_storage from;
    /// How long ago the kernel received the packet, in nanoseconds; 0 where it does not say.
    int64_t age_ns;
    /// The errno of a packet taken from the error queue (IP_RECVERR); 0 for an ordinary packet.
    int queued_errno;
} hawk_packet;

/// Asks the kernel for arrival times, and for the errors that ICMP reports as entries of the error queue.
/// Returns 0, or -1 with errno.
int hawk_enable_packet_details(int socket, int family);

/// Receives one packet without blocking, from the socket's error queue or from the socket itself.
/// Returns its length, or -1 with errno.
int64_t hawk_receive(int socket, int from_error_queue, void *buffer, uint64_t size, hawk_packet *packet);

/// Where `text` occurs first in `body`; -1: nowhere. In linear time.
int64_t hawk_find(const void *body, uint64_t body_size, const void *text, uint64_t text_size);

/// Whether `text` occurs in `body`.
int hawk_contains(const void *body, uint64_t body_size, const void *text, uint64_t text_size);
