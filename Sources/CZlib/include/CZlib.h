#pragma once
#include <stddef.h>
#include <stdint.h>

// How many bytes `czlib_gzip` needs at most for `length` bytes.
size_t czlib_gzip_bound(size_t length);
// Compresses as gzip (RFC 1952). Returns how many bytes were written; 0: it failed.
size_t czlib_gzip(const uint8_t *bytes, size_t length, uint8_t *into, size_t capacity, int level);
