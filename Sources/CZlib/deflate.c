#include "CZlib.h"

#include <limits.h>
#include <stdlib.h>
#include <zlib.h>

struct czlib_deflater {
    z_stream stream;
};

static size_t at_most(size_t length) { return length < UINT_MAX ? length : UINT_MAX; }

czlib_deflater *czlib_deflater_make(int level) {
    czlib_deflater *deflater = calloc(1, sizeof *deflater);
    if (!deflater) return NULL;
    // 16 added to the window bits selects gzip instead of zlib's own header.
    if (deflateInit2(&deflater->stream, level, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
        free(deflater);
        return NULL;
    }
    return deflater;
}

void czlib_deflater_free(czlib_deflater *deflater) {
    deflateEnd(&deflater->stream);
    free(deflater);
}

czlib_state czlib_deflate(czlib_deflater *deflater, const uint8_t *bytes, size_t length, size_t *consumed, uint8_t *into,
                          size_t capacity, size_t *written, bool finish) {
    z_stream *stream = &deflater->stream;
    length = at_most(length);
    capacity = at_most(capacity);
    stream->next_in = (Bytef *)bytes;
    stream->avail_in = (uInt)length;
    stream->next_out = into;
    stream->avail_out = (uInt)capacity;
    int result = deflate(stream, finish ? Z_FINISH : Z_NO_FLUSH);
    *consumed = length - stream->avail_in;
    *written = capacity - stream->avail_out;
    if (result == Z_STREAM_END) return CZLIB_END;
    // Z_BUF_ERROR only means that there was no input or no room.
    if (result != Z_OK && result != Z_BUF_ERROR) return CZLIB_BROKEN;
    return stream->avail_out == 0 ? CZLIB_FULL : CZLIB_MORE;
}
