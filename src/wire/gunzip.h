// gunzip.h: the bytes packed in a gzip file, member by member, as they are asked for.
#pragma once

#include <memory>
#include <string_view>

#include "wire/bytes.h"

namespace throughline::wire {

constexpr std::string_view kGzipMagic = "\x1f\x8b";

// Members that follow each other are one stream (as `cat a.gz b.gz` makes them); zeros behind the last are padding.
// Its errors, gzip.damaged, come after all bytes that could be unpacked.
std::unique_ptr<ByteSource> gunzip(std::unique_ptr<ByteSource> packed);

}  // namespace throughline::wire
