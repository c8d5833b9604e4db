#include "base/memory.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <sstream>
#include <unistd.h>

namespace throughline {
namespace {

constexpr std::uint64_t kNoLimit = UINT64_MAX;
constexpr std::uint64_t kMostBuildMemory = std::uint64_t{512} << 20;

// "max" and what cannot be read are no limit; version 1 writes none as a number near 2^63.
std::uint64_t limit_in(const std::string& file) {
  std::ifstream in(file);
  std::string text;
  in >> text;
  std::uint64_t limit = kNoLimit;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), limit);
  return error == std::errc() && limit > 0 ? limit : kNoLimit;
}

// Of a group and all those that it lies in: each may set less. In a container its own group may be shown as the root.
std::uint64_t limit_of(const std::string& root, std::string group, const char* file) {
  std::uint64_t least = limit_in(root + file);
  while (!group.empty() && group != "/") {
    least = std::min(least, limit_in(root + group + file));
    group.resize(group.find_last_of('/') == std::string::npos ? 0 : group.find_last_of('/'));
  }
  return least;
}

bool names_memory(const std::string& controllers) {
  std::istringstream in(controllers);
  for (std::string name; std::getline(in, name, ',');)
    if (name == "memory") return true;
  return false;
}

}  // namespace

std::uint64_t control_group_limit(const std::string& root, const std::string& groups) {
  std::uint64_t least = kNoLimit;
  std::istringstream in(groups);
  for (std::string line; std::getline(in, line);) {
    const std::size_t first = line.find(':');
    const std::size_t second = first == std::string::npos ? first : line.find(':', first + 1);
    if (second == std::string::npos) continue;
    const std::string controllers = line.substr(first + 1, second - first - 1), group = line.substr(second + 1);
    if (controllers.empty()) {
      least = std::min(least, limit_of(root, group, "/memory.max"));
    } else if (names_memory(controllers)) {
      least = std::min(least, limit_of(root + "/memory", group, "/memory.limit_in_bytes"));
    }
  }
  return least;
}

std::uint64_t process_memory() {
  std::FILE* const file = std::fopen("/proc/self/statm", "r");
  if (file == nullptr) return 0;
  unsigned long long size = 0, resident = 0, shared = 0;
  const int read = std::fscanf(file, "%llu %llu %llu", &size, &resident, &shared);
  std::fclose(file);
  return read == 3 ? (resident - shared) * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE)) : 0;
}

std::uint64_t available_memory() {
  static const std::uint64_t available = [] {
    std::ifstream in("/proc/self/cgroup");
    const std::string groups{std::istreambuf_iterator<char>(in), {}};
    const auto pages = static_cast<std::uint64_t>(sysconf(_SC_PHYS_PAGES));
    return std::min(pages * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE)),
                    control_group_limit("/sys/fs/cgroup", groups));
  }();
  return available;
}

std::uint64_t usual_memory_limit() {
  return available_memory() / 4 * 3;
}

std::uint64_t usual_column_memory() {
  return available_memory() / 4;
}

std::uint64_t usual_build_memory() {
  return std::min(available_memory() / 8, kMostBuildMemory);
}

}  // namespace throughline
