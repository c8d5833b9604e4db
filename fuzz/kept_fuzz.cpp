// What is kept beside segments, with changed sections and right checksums: a manifest, and a file of a property. Read, or
// refused as damaged; what is not damaged fits its segment.
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <unistd.h>

#include "sections_fuzz.h"
#include "sequence/manifest.h"
#include "sequence/property_file.h"

using namespace throughline;

namespace {

namespace fs = std::filesystem;

// A folder of its own with a segment, a property of it and a manifest, as they are written.
struct Folder {
  std::string path = (fs::temp_directory_path() / ("throughline-fuzz-" + std::to_string(::getpid()))).string();
  std::shared_ptr<const sequence::Segment> segment;
  std::shared_ptr<const sequence::SectionFile> manifest, property;
  std::string property_path;

  Folder() {
    fs::create_directories(path);
    if (!fuzz::some_segment().write(path + "/segment-1-0")) std::abort();
    segment = *sequence::Segment::open(*sequence::SectionFile::map(path + "/segment-1-0"));
    sequence::Kept kept;
    kept.version = {.data = 7, .number = 3, .removals = 1, .taken = {{1, 1100}}};
    kept.people.ids.resize(segment->subjects());
    kept.people.made_of.resize(segment->subjects());
    kept.parts.push_back({"segment-1-0", segment, std::vector<bool>(segment->subjects(), true), true});
    kept.parts.back().is_alive[3] = false;
    if (!sequence::write_manifest(path, kept)) std::abort();
    manifest = *sequence::SectionFile::map(path + "/" + sequence::kManifest);
    std::vector<sequence::Code> codes(segment->rows());
    for (std::size_t row = 0; row < codes.size(); ++row) codes[row] = row % 3;
    sequence::PropertyFiles().write(*segment, "plan", {"", "gold", "free"}, sequence::NarrowCodes(codes));
    for (const auto& entry : fs::directory_iterator(path))
      if (sequence::PropertyFiles::is_of(entry.path().filename().string(), "segment-1-0"))
        property_path = entry.path().string();
    property = *sequence::SectionFile::map(property_path);
  }
  ~Folder() { fs::remove_all(path); }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Folder folder;
  if (size == 0) return 0;
  if (data[0] % 2 == 0) {
    if (!fuzz::changed(*folder.manifest, {data + 1, size - 1}).write(folder.path + "/" + sequence::kManifest))
      std::abort();
    const auto kept = sequence::read_manifest(folder.path);
    if (!kept && kept.error().code != "sequence.damaged") std::abort();
    if (!kept) return 0;
    for (const auto& part : kept->parts)
      if (part.is_alive.size() != part.segment->subjects()) std::abort();
    return 0;
  }
  if (!fuzz::changed(*folder.property, {data + 1, size - 1}).write(folder.property_path)) std::abort();
  const auto part = sequence::PropertyFiles::open(*folder.segment, "plan");
  if (!part) return 0;
  if (part->codes.size() != folder.segment->rows()) std::abort();
  std::uint64_t sum = 0;
  for (std::size_t row = 0; row < part->codes.size(); ++row) sum += part->codes[row];
  for (const std::string_view value : part->values)
    for (const char c : value) sum += static_cast<unsigned char>(c);
  volatile std::uint64_t read = sum;
  (void)read;
  return 0;
}
