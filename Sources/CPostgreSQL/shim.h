#pragma once
#include <libpq-fe.h>

/// The fields of an error, which libpq declares as macros of single characters.
enum {
    HAWK_PG_STATE = PG_DIAG_SQLSTATE,
    HAWK_PG_MESSAGE = PG_DIAG_MESSAGE_PRIMARY,
    HAWK_PG_DETAIL = PG_DIAG_MESSAGE_DETAIL,
    HAWK_PG_TABLE = PG_DIAG_TABLE_NAME,
    HAWK_PG_CONSTRAINT = PG_DIAG_CONSTRAINT_NAME,
};
