// utf16.h: UTF-16, as Excel's "Unicode text" writes it, turned into UTF-8 while it is read.
#pragma once

#include <memory>

#include "wire/bytes.h"

namespace throughline::wire {

enum class ByteOrder { Big, Little };

// `bytes` begins behind the byte-order mark. What is no character (half a surrogate pair, an odd last byte) becomes
// the byte FF, which no UTF-8 holds. Errors: file.unreadable when the system cannot convert.
Result<std::unique_ptr<ByteSource>> from_utf16(std::unique_ptr<ByteSource> bytes, ByteOrder order);

}  // namespace throughline::wire
