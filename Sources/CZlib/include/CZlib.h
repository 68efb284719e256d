#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Returns the maximum number of bytes that `czlib_gzip` needs for `length` bytes.
size_t czlib_gzip_bound(size_t length);
// Compresses as gzip (RFC 1952). Returns the number of bytes written, or 0 on failure.
size_t czlib_gzip(const uint8_t *bytes, size_t length, uint8_t *into, size_t capacity, int level);

typedef enum { CZLIB_GZIP, CZLIB_ZLIB, CZLIB_RAW } czlib_format;
// The result of a call of `czlib_inflate` or `czlib_deflate`.
typedef enum {
    CZLIB_MORE,   // all input is consumed, and the stream continues
    CZLIB_FULL,   // there may be more output before more input is needed
    CZLIB_END,    // the stream is complete; unconsumed input is not part of it
    CZLIB_BROKEN, // the input is not in the format
} czlib_state;

typedef struct czlib_inflater czlib_inflater;
// Returns NULL if there is no memory.
czlib_inflater *czlib_inflater_make(czlib_format format);
// Starts another stream of the same format.
void czlib_inflater_reset(czlib_inflater *inflater);
void czlib_inflater_free(czlib_inflater *inflater);
// Decompresses as much as fits, and returns how much it consumed and wrote.
czlib_state czlib_inflate(czlib_inflater *inflater, const uint8_t *bytes, size_t length, size_t *consumed, uint8_t *into,
                          size_t capacity, size_t *written);

typedef struct czlib_deflater czlib_deflater;
// Compresses one stream as gzip. Returns NULL if there is no memory.
czlib_deflater *czlib_deflater_make(int level);
void czlib_deflater_free(czlib_deflater *deflater);
// Compresses as much as fits, and returns how much it consumed and wrote. `finish`: no input follows. The result is CZLIB_MORE,
// CZLIB_FULL, CZLIB_END once a finished stream is completely written, or CZLIB_BROKEN.
czlib_state czlib_deflate(czlib_deflater *deflater, const uint8_t *bytes, size_t length, size_t *consumed, uint8_t *into,
                          size_t capacity, size_t *written, bool finish);
