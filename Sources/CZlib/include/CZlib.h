#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// How many bytes `czlib_gzip` needs at most for `length` bytes.
size_t czlib_gzip_bound(size_t length);
// Compresses as gzip (RFC 1952). Returns how many bytes were written; 0: it failed.
size_t czlib_gzip(const uint8_t *bytes, size_t length, uint8_t *into, size_t capacity, int level);

typedef enum { CZLIB_GZIP, CZLIB_ZLIB, CZLIB_RAW } czlib_format;
// What a call of `czlib_inflate` ended with.
typedef enum {
    CZLIB_MORE,   // everything given is consumed, and the stream goes on
    CZLIB_FULL,   // there may be more to write before anything more is given
    CZLIB_END,    // the stream is complete; what was not consumed is not part of it
    CZLIB_BROKEN, // this is not the format
} czlib_state;

typedef struct czlib_inflater czlib_inflater;
// NULL: no memory.
czlib_inflater *czlib_inflater_make(czlib_format format);
// Begins another stream of the same format.
void czlib_inflater_reset(czlib_inflater *inflater);
void czlib_inflater_free(czlib_inflater *inflater);
// Decompresses as much as fits, and tells how much it consumed and wrote.
czlib_state czlib_inflate(czlib_inflater *inflater, const uint8_t *bytes, size_t length, size_t *consumed, uint8_t *into,
                          size_t capacity, size_t *written);

typedef struct czlib_deflater czlib_deflater;
// Compresses one stream as gzip. NULL: no memory.
czlib_deflater *czlib_deflater_make(int level);
void czlib_deflater_free(czlib_deflater *deflater);
// Compresses as much as fits, and tells how much it consumed and wrote. `finish`: nothing follows what is given. Ends with CZLIB_MORE,
// CZLIB_FULL, CZLIB_END once all of a finished stream is written, or CZLIB_BROKEN.
czlib_state czlib_deflate(czlib_deflater *deflater, const uint8_t *bytes, size_t length, size_t *consumed, uint8_t *into,
                          size_t capacity, size_t *written, bool finish);
