// cold_files.h: files whose pages must come from the disk at the next reading.
#pragma once

#include <filesystem>

#include "base/error.h"

namespace throughline::bench {

// Writes back and drops the cached pages of every file below `folder`: fdatasync, then posix_fadvise with
// POSIX_FADV_DONTNEED, then mincore to see that they are gone. No other process may have them mapped. It drops the
// operating system's cache, not the disk's own, and needs no rights. Errors: bench.still-cached when more than one page
// in fifty stays.
Status drop_from_page_cache(const std::filesystem::path& folder);

}  // namespace throughline::bench
