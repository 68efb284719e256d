#pragma once
#include <stddef.h>

/// web/dist/web.pack, the dashboard's files, as it was when the program was built. NULL: there was none.
const void *hawk_web_pack(size_t *count);
