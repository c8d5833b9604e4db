// What the hardware allows: reading, with all threads, as many bytes as the question must read at least. Below the
// size of the caches it is their speed, not the memory's.
#include <numeric>

#include "../contestant.h"

namespace throughline::bench {
namespace {

__attribute__((target_clones("avx2", "default"))) std::uint64_t sum(const std::uint64_t* begin,
                                                                    const std::uint64_t* end) {
  return std::accumulate(begin, end, std::uint64_t{0});
}

class MemoryLimit final : public Contestant {
 public:
  explicit MemoryLimit(unsigned threads) : threads_(threads) {}
  std::string_view no_files() const override { return "lives in memory only"; }
  Result<Built> build(const World&, const std::filesystem::path&) override { return Built{}; }
  Status open(const World&, const std::filesystem::path&) override {
    return fail("bench.not-on-disk", "there are no files");
  }
  std::optional<std::string> absent(const Question&, Phase) const override { return std::nullopt; }

  Result<std::string> ask(const Question& question) override {
    const std::size_t words = question.bytes / sizeof(std::uint64_t);
    if (memory_.size() != words) memory_.assign(words, 1);
    std::vector<std::uint64_t> sums(threads_);
    parallel_slices(words, threads_, [&](unsigned slice, std::size_t begin, std::size_t end) {
      sums[slice] = sum(memory_.data() + begin, memory_.data() + end);
    });
    // The sum is looked at, so that the reading cannot be left out.
    if (std::accumulate(sums.begin(), sums.end(), std::uint64_t{0}) != words)
      return fail("bench.memory", "the memory does not hold what was written");
    return std::string();
  }

 private:
  unsigned threads_;
  std::vector<std::uint64_t> memory_;
};

}  // namespace

std::unique_ptr<Contestant> memory_limit_contestant(unsigned threads) {
  return std::make_unique<MemoryLimit>(threads);
}

}  // namespace throughline::bench
