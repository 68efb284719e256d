#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

/// Returns the length of the first character in bytes, or 0 if there is no whole one (Unicode, table 3-7).
static unsigned character(const uint8_t *text, uint64_t size) {
    uint8_t first = text[0];
    if (first < 0x80) return 1;
    unsigned length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || size < length) return 0;
    uint8_t low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    uint8_t high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (text[1] < low || text[1] > high) return 0;
    for (unsigned i = 2; i < length; i++) {
        if ((text[i] & 0xC0) != 0x80) return 0;
    }
    return length;
}

uint64_t hawk_utf8_length(const uint8_t *text, uint64_t size) {
    uint64_t position = 0;
    while (position < size) {
        uint64_t eight;
        // Most text is ASCII.
        while (size - position >= sizeof eight) {
            memcpy(&eight, text + position, sizeof eight);
            if (eight & 0x8080808080808080u) break;
            position += sizeof eight;
        }
        if (position == size) break;
        unsigned length = character(text + position, size - position);
        if (length == 0) break;
        position += length;
    }
    return position;
}

int hawk_decode(
    const char *charset, const uint8_t *text, uint64_t size, uint8_t *result, uint64_t room, uint64_t *written) {
    static const char replacement[] = "\xEF\xBF\xBD";
    *written = 0;
    iconv_t converter = iconv_open("UTF-8", charset);
    if (converter == (iconv_t)-1) return errno == EINVAL ? HAWK_UNKNOWN_CHARSET : HAWK_NO_ROOM;
    // The bytes to skip if they are not a character: one code unit.
    size_t unit = strncmp(charset, "UTF-16", 6) == 0 ? 2 : 1;
    char *input = (char *)text, *output = (char *)result;
    size_t left = size, space = room;
    int state = HAWK_DECODED;
    while (left > 0) {
        if (iconv(converter, &input, &left, &output, &space) != (size_t)-1) break;
        if (errno == EINVAL) break;
        if (errno != EILSEQ || space < sizeof replacement) {
            state = HAWK_NO_ROOM;
            break;
        }
        memcpy(output, replacement, sizeof replacement - 1);
        output += sizeof replacement - 1;
        space -= sizeof replacement - 1;
        size_t passed = unit < left ? unit : left;
        input += passed;
        left -= passed;
    }
    // Some character sets hold back the last character, in case another one belongs to it.
    if (state == HAWK_DECODED) iconv(converter, NULL, NULL, &output, &space);
    iconv_close(converter);
    *written = room - space;
    return state;
}
