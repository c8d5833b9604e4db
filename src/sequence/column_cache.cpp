#include "sequence/column_cache.h"

#include <algorithm>
#include <chrono>

#include "base/patience.h"

namespace throughline::sequence {
namespace {

thread_local ColumnCache::Use* current_use = nullptr;

constexpr std::chrono::milliseconds kBetweenLooks{20};

}  // namespace

ColumnCache::Use::Use(ColumnCache& cache) : cache_(cache), before_(current_use) {
  current_use = this;
}

ColumnCache::Use::~Use() {
  current_use = before_;
  std::vector<std::shared_ptr<const void>> gone;
  const std::lock_guard lock(cache_.mutex_);
  held_.clear();
  gone = cache_.trim();
}

std::unique_lock<std::timed_mutex> ColumnCache::loading() {
  std::unique_lock lock(loading_, std::defer_lock);
  while (!lock.try_lock_for(kBetweenLooks)) Patience::check();
  return lock;
}

std::uint64_t ColumnCache::bytes() const {
  const std::lock_guard lock(mutex_);
  return bytes_;
}

const void* ColumnCache::find_any(const Key& key) {
  const std::lock_guard lock(mutex_);
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return nullptr;
  entries_.splice(entries_.end(), entries_, found->second);
  hold(*found->second);
  return found->second->loaded.get();
}

const void* ColumnCache::keep_any(const Key& key, std::shared_ptr<const void> loaded, std::uint64_t bytes) {
  std::vector<std::shared_ptr<const void>> gone;
  const std::lock_guard lock(mutex_);
  entries_.push_back({.key = key, .loaded = std::move(loaded), .bytes = bytes});
  by_key_[key] = std::prev(entries_.end());
  bytes_ += bytes;
  Entry& entry = entries_.back();
  hold(entry);
  gone = trim();
  return entry.loaded.get();
}

// The innermost use of this cache.
void ColumnCache::hold(Entry& entry) {
  Use* use = current_use;
  while (use != nullptr && &use->cache_ != this) use = use->before_;
  if (use == nullptr) {
    entry.stays = true;
  } else if (std::ranges::find(use->held_, entry.loaded) == use->held_.end()) {
    use->held_.push_back(entry.loaded);
  }
}

std::vector<std::shared_ptr<const void>> ColumnCache::trim() {
  std::vector<std::shared_ptr<const void>> gone;
  for (auto entry = entries_.begin(); entry != entries_.end() && bytes_ > budget_;) {
    const bool is_used = entry->stays || entry->loaded.use_count() > 1;
    if (is_used) {
      ++entry;
      continue;
    }
    gone.push_back(std::move(entry->loaded));
    bytes_ -= entry->bytes;
    by_key_.erase(entry->key);
    entry = entries_.erase(entry);
  }
  return gone;
}

}  // namespace throughline::sequence
