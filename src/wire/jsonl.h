// jsonl.h: rows of JSON lines: one object per line.
//
//     {"id":7,"user":{"vip":true},"tags":["a"]}   → id = Number "7", user.vip = Boolean "true", tags = Text "[\"a\"]"
//
// Numbers and arrays are handed on as they are written, so that long integers lose nothing. Blank lines are no rows.
#pragma once

#include <memory>

#include "wire/bytes.h"
#include "wire/rows.h"

namespace throughline::wire {

// `text` is UTF-8 (to_utf8). Errors: json.is-array, when the file begins as one array.
// Refusals: json.broken, json.not-an-object, json.duplicate-key (also where "a.b" meets the b of an object a),
// json.too-deep, row.too-many-columns, row.name-too-long, row.too-long, text.not-utf8.
Result<std::unique_ptr<RowReader>> read_jsonl(std::unique_ptr<ByteSource> text, const ReadOptions& options);

}  // namespace throughline::wire
