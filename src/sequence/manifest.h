// manifest.h: the file that says which pieces are the timelines of one version.
#pragma once

#include <string>

#include "base/error.h"
#include "sequence/archive.h"

namespace throughline::sequence {

inline constexpr const char* kManifest = "manifest";

// Errors: sequence.damaged, also when one of the segments is; sequence.not-written.
Result<Kept> read_manifest(const std::string& folder);
Status write_manifest(const std::string& folder, const Kept& kept);

}  // namespace throughline::sequence
