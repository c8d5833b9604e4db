#include "cold_files.h"

#include <algorithm>
#include <cstdint>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>
#include <vector>

namespace throughline::bench {
namespace {

constexpr std::size_t kPage = 4096;

struct Pages {
  std::uint64_t all = 0, cached = 0;
};

void look(int file, std::size_t size, Pages& pages) {
  void* mapped = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, file, 0);
  if (mapped == MAP_FAILED) return;
  std::vector<unsigned char> is_cached((size + kPage - 1) / kPage);
  if (::mincore(mapped, size, is_cached.data()) == 0) {
    pages.all += is_cached.size();
    pages.cached += static_cast<std::uint64_t>(
        std::ranges::count_if(is_cached, [](unsigned char page) { return (page & 1) != 0; }));
  }
  ::munmap(mapped, size);
}

}  // namespace

Status drop_from_page_cache(const std::filesystem::path& folder) {
  Pages pages;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file() || entry.file_size() == 0) continue;
    const int file = ::open(entry.path().c_str(), O_RDONLY);
    if (file < 0) return fail("bench.unreadable", fmt::format("{} cannot be opened", entry.path().string()));
    ::fdatasync(file);
    ::posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
    look(file, entry.file_size(), pages);
    ::close(file);
  }
  if (pages.cached * 50 > pages.all) {
    return fail("bench.still-cached", fmt::format("{} of {} pages stay in the page cache, so no answer would be cold",
                                                  pages.cached, pages.all));
  }
  return {};
}

}  // namespace throughline::bench
