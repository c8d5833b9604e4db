// column_cache.h: what questions load on demand (properties, timelines of accounts and objects) and leave behind for
// the next ones, within a budget of memory.
//
//     const ColumnCache::Use use(cache);      what this thread gets from the cache from here on stays until `use` ends
//     TRY(plan, cache.get<PropertyColumn>(key, [&] { return load("plan"); }));
//
// Beyond the budget the least recently used go, but none that somebody uses: so what running questions need may exceed
// it (patience.h limits that). What is got without a Use stays as long as the cache.
//
// Safe to use from many threads. One thing is loaded at a time; who waits for that looks at their patience.
#pragma once

#include <compare>
#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/error.h"

namespace throughline::sequence {

class ColumnCache {
 public:
  enum class Kind : std::uint8_t { EventProperty, SubjectProperty, Timelines, NamedSubjects };
  struct Key {
    Kind kind{};
    std::string of, name;  // whose, and what
    auto operator<=>(const Key&) const = default;
  };

  explicit ColumnCache(std::uint64_t budget) : budget_(budget) {}

  class Use {
   public:
    explicit Use(ColumnCache& cache);
    ~Use();
    Use(const Use&) = delete;
    Use& operator=(const Use&) = delete;

   private:
    friend class ColumnCache;
    ColumnCache& cache_;
    Use* before_;
    std::vector<std::shared_ptr<const void>> held_;
  };

  // A T for each Kind, with bytes(): its memory, about.
  template <class T>
  const T* find(const Key& key) {
    return static_cast<const T*>(find_any(key));
  }
  template <class T>
  const T* keep(const Key& key, std::unique_ptr<const T> loaded) {
    const std::uint64_t bytes = loaded->bytes();
    return static_cast<const T*>(keep_any(key, std::shared_ptr<const T>(std::move(loaded)), bytes));
  }
  // `load` gives a unique_ptr, and gets nothing from the cache itself.
  template <class T, class Load>
  Result<const T*> get(const Key& key, const Load& load) {
    if (const T* known = find<T>(key)) return known;
    const auto lock = loading();
    if (const T* known = find<T>(key)) return known;
    TRY(loaded, load());
    return keep<T>(key, std::move(loaded));
  }
  // Whoever loads holds this, and looks again whether somebody else has loaded it meanwhile.
  std::unique_lock<std::timed_mutex> loading();

  std::uint64_t budget() const { return budget_; }
  std::uint64_t bytes() const;

 private:
  struct Entry {
    Key key;
    std::shared_ptr<const void> loaded;
    std::uint64_t bytes = 0;
    bool stays = false;
  };
  const void* find_any(const Key& key);
  const void* keep_any(const Key& key, std::shared_ptr<const void> loaded, std::uint64_t bytes);
  void hold(Entry& entry);
  // What goes for the budget's sake, to be freed when the mutex is not held.
  std::vector<std::shared_ptr<const void>> trim();

  const std::uint64_t budget_;
  std::timed_mutex loading_;
  mutable std::mutex mutex_;  // guards all below
  std::list<Entry> entries_;  // the least recently used first
  std::map<Key, std::list<Entry>::iterator> by_key_;
  std::uint64_t bytes_ = 0;
};

}  // namespace throughline::sequence
