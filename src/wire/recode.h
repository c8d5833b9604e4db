// recode.h: text in another encoding than UTF-8, turned into UTF-8 while it is read.
//
//     UTF-16, as Excel's "Unicode text" writes it            found by its byte-order mark
//     windows-1252, iso-8859-1, shift_jis, macintosh, …      as a source's `encoding` says
//
// What is no character there (half a surrogate pair, an odd last byte, a byte without meaning) becomes the byte FF,
// which no UTF-8 holds, so that the row which holds it can be refused.
#pragma once

#include <memory>
#include <string>

#include "wire/bytes.h"

namespace throughline::wire {

enum class ByteOrder { Big, Little };

// `bytes` begins behind the byte-order mark. Errors: file.unreadable when the system cannot convert.
Result<std::unique_ptr<ByteSource>> from_utf16(std::unique_ptr<ByteSource> bytes, ByteOrder order);

// `encoding` is a name that the system's iconv knows. Errors: file.unreadable when it knows none of that name.
Result<std::unique_ptr<ByteSource>> from_encoding(std::unique_ptr<ByteSource> bytes, const std::string& encoding);
bool is_encoding(const std::string& name);

}  // namespace throughline::wire
