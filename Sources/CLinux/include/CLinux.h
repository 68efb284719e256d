#pragma once
#include <stdint.h>

/// A non-blocking eventfd, closed on exec; -1 with errno.
int hawk_eventfd(void);

/// Has every descriptor from `first` on closed when this process runs another program.
void hawk_close_on_exec(int first);

/// The most packets of one batch.
#define HAWK_BATCH 32

/// A datagram to be sent, or one that was received.
typedef struct {
    void *bytes;
    /// Of the buffer before receiving, of the datagram otherwise.
    uint32_t size;
    /// Of the peer, in network byte order; four bytes over IPv4. For an entry of the error queue: of the target.
    uint8_t address[16];
    /// When the kernel received it, by CLOCK_MONOTONIC in nanoseconds; 0 where it does not say.
    int64_t received_at;
    /// The type and code of the ICMP error that an entry of the error queue tells of, and who sent it; 0 elsewhere.
    uint8_t icmp_type;
    uint8_t icmp_code;
    uint8_t has_reporter;
    uint8_t reporter[16];
} hawk_packet;

/// Asks the kernel for arrival times, for the errors that ICMP reports as entries of the error queue, and for room.
/// Returns 0, or -1 with errno.
int hawk_prepare_echo_socket(int socket, int family);

/// Sends packets in order without blocking. Returns how many, or -1 with errno when not even the first could be sent.
int hawk_send_batch(int socket, int family, const hawk_packet *packets, unsigned count);

/// Receives up to `count` packets without blocking, from the socket's error queue or from the socket itself.
/// Returns how many, or -1 with errno.
int hawk_receive_batch(int socket, int family, int from_error_queue, hawk_packet *packets, unsigned count);

/// How many packets a socket has lost since it was opened, because its buffer was full; -1 with errno.
int64_t hawk_dropped_packets(int socket);

/// Where `text` occurs first in `body`; -1: nowhere. In linear time.
int64_t hawk_find(const void *body, uint64_t body_size, const void *text, uint64_t text_size);

/// How many bytes from the beginning on are whole characters of UTF-8.
uint64_t hawk_utf8_length(const uint8_t *text, uint64_t size);

enum { HAWK_DECODED = 0, HAWK_UNKNOWN_CHARSET = 1, HAWK_NO_ROOM = 2 };

/// Makes UTF-8 of text in another character set, by iconv; what is no character becomes U+FFFD, and half of one at the end is left out.
/// - Returns: one of the above; `written` is set in any case.
int hawk_decode(
    const char *charset, const uint8_t *text, uint64_t size, uint8_t *result, uint64_t room, uint64_t *written);
